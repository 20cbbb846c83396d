/**
 * `npm run fsck -- FSCK`: what fsck.erofs says of each planted fault, as src/erofs/fsck.ts. Images
 * that it does not take while they are whole say nothing of it, and are left out.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { badFixture, fixture } from "../fixtures";
import { sign } from "../fuzz/mutate";
import { planted, type Seed, unplanted } from "../seed";
import { seeds } from "../seeds";

/** From the best to the worst that can be said of it. */
const VERDICTS = ["fails", "tells", "silent", "hangs", "crashes"] as const;
type Verdict = (typeof VERDICTS)[number];

const [program = "fsck.erofs"] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "fsck-"));
const file = join(folder, "image.erofs");
/** Milliseconds after which nothing more is awaited. */
const PATIENCE = 10_000;

/** What it is given with the image: without them it fails at the first contents on one. */
function devicesOf({ image, damaged, devices }: Seed): readonly string[] {
	if (damaged) return badFixture(image).devices;
	return devices ? fixture(image).devices : [];
}

function verdictOn(bytes: Uint8Array, devices: readonly string[]): Verdict {
	// It looks at nothing else when the checksum is wrong.
	const image = Uint8Array.from(bytes);
	sign(image);
	writeFileSync(file, image);
	const options = ["--extract", ...devices.map((device) => `--device=${device}`)];
	const { error, signal, status, stdout, stderr } = spawnSync(program, [...options, file], {
		timeout: PATIENCE,
		killSignal: "SIGKILL",
		encoding: "latin1",
	});
	if (error && "code" in error && error.code === "ETIMEDOUT") return "hangs";
	if (error) throw error;
	if (signal) return "crashes";
	if (status !== 0) return "fails";
	return /<[EW]>/.test(stdout + stderr) ? "tells" : "silent";
}

const isTaken = (seed: Seed): boolean =>
	seed.damaged || verdictOn(unplanted(seed), devicesOf(seed)) === "silent";

const found = new Map<string, Verdict>();
try {
	for (const seed of seeds) {
		if (!isTaken(seed)) continue;
		const verdict = verdictOn(planted(seed), devicesOf(seed));
		const before = found.get(seed.code) ?? verdict;
		const worse = VERDICTS.indexOf(verdict) > VERDICTS.indexOf(before);
		found.set(seed.code, worse ? verdict : before);
	}
} finally {
	rmSync(folder, { recursive: true, force: true });
}

const rows = [...found].sort().map(([code, verdict]) => {
	const key = code.includes("-") ? JSON.stringify(code) : code;
	return `\t${key}: "${verdict}",\n`;
});
writeFileSync(
	"src/erofs/fsck.ts",
	`/** What fsck.erofs 1.9.3 does with planted faults, by code: made by \`npm run fsck\`, not by hand. */
export const fsck: Readonly<Record<string, "${VERDICTS.join('" | "')}">> = {
${rows.join("")}};
`,
);
