/**
 * `npm run bench`: measures and prints. Options after `--`:
 *
 *   --write            also writes docs/benchmarks.md
 *   --only=NAME,...    some of the tables, by their files in tables/
 *
 * Images are made with the mkfs.erofs of the PATH, or of the folder that EROFS_UTILS names.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { findChromium } from "../scripts/chromium.mjs";
import { cacheFolder, findTool, imageNamed, toolVersion } from "./images.mjs";
import { describeMachine } from "./machine.mjs";
import { bundleTasks } from "./node.mjs";
import { documentOf, printSection } from "./report.mjs";
import { browserSection } from "./tables/browser.mjs";
import { censusSection } from "./tables/census.mjs";
import { checkSection } from "./tables/check.mjs";
import { checkPageSection } from "./tables/check-page.mjs";
import { codecsSection } from "./tables/codecs.mjs";
import { openingSection } from "./tables/opening.mjs";
import { ownersSection } from "./tables/owners.mjs";
import { remoteSection } from "./tables/remote.mjs";
import { spaceSection } from "./tables/space.mjs";
import { threadsSection } from "./tables/threads.mjs";
import { wrappersSection } from "./tables/wrappers.mjs";

const { values } = parseArgs({
	options: { write: { type: "boolean" }, only: { type: "string", default: "" } },
});
const only = values.only.split(",").filter(Boolean);
const wanted = (name) => only.length === 0 || only.includes(name);

const chromium = findChromium();
const mkfs = findTool("mkfs.erofs");
const machine = describeMachine(chromium);
const work = mkdtempSync(join(tmpdir(), "bench-"));

/** Those over images, in the order in which they are printed. */
const OVER_IMAGES = {
	opening: openingSection,
	census: censusSection,
	owners: ownersSection,
	space: spaceSection,
	check: checkSection,
	threads: threadsSection,
	remote: remoteSection,
	wrappers: wrappersSection,
	browser: browserSection,
	"check-page": checkPageSection,
};

const skipped = (title, why) => ({ title, notes: [`Not measured: ${why}`] });

async function* sections() {
	if (mkfs) {
		mkdirSync(cacheFolder, { recursive: true });
		const images = { large: imageNamed("large", mkfs), many: imageNamed("many", mkfs) };
		const tasks = await bundleTasks(join(work, "tasks"));
		const given = { mkfs, tasks, images, chromium, outDir: join(work, "site") };
		for (const [name, measure] of Object.entries(OVER_IMAGES)) {
			if (wanted(name)) yield await measure(given);
		}
	} else {
		const how = "install erofs-utils, or name their folder in EROFS_UTILS.";
		yield skipped("Images of 1 GB and of 500,000 inodes", `no mkfs.erofs was found; ${how}`);
	}
	if (wanted("codecs")) yield await codecsSection();
}

try {
	const done = [];
	for (const [name, value] of Object.entries(machine)) console.log(`${name}: ${value}`);
	for await (const section of sections()) {
		printSection(section);
		done.push(section);
	}
	if (values.write) {
		const version = mkfs && toolVersion(mkfs);
		const about = version ? { ...machine, "erofs-utils": version } : machine;
		writeFileSync(new URL("../docs/benchmarks.md", import.meta.url), documentOf(about, done));
	}
} finally {
	rmSync(work, { recursive: true, force: true });
}
