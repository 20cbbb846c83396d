/**
 * `npm run fuzz -- --runs N --seed S [--inodes M] [--wrappers | --folders]`: N runs of the fuzzer over the
 * images that were made for it, one in 32 over the fixtures of at most M inodes; or over wrappers, or
 * folders. Finds are written to test-results/fuzz.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { fuzzFolder, wholeFolders } from "./folders";
import { fuzz } from "./fuzz";
import { smallFixtures, tinyImages } from "./images";
import { runOf } from "./runs";
import { fuzzWrapper, wholeWrappers } from "./wrappers";

const { values } = parseArgs({
	options: {
		runs: { type: "string", default: "10000" },
		seed: { type: "string", default: "1" },
		inodes: { type: "string", default: "200" },
		wrappers: { type: "boolean", default: false },
		folders: { type: "boolean", default: false },
	},
});
const runs = Number(values.runs);
const first = Number(values.seed);
const folder = join("test-results", "fuzz");
/** One run in so many is of a fixture. */
const FIXTURES = 32;

async function runner(): Promise<(seed: number) => ReturnType<typeof runOf>> {
	if (values.wrappers) {
		const wrappers = await wholeWrappers();
		return (seed) => runOf(wrappers, fuzzWrapper, seed);
	}
	if (values.folders) {
		const folders = await wholeFolders();
		return (seed) => runOf(folders, fuzzFolder, seed);
	}
	const tiny = await tinyImages();
	const small = await smallFixtures(Number(values.inodes));
	return (seed) => runOf(seed % FIXTURES === 0 ? small : tiny, fuzz, seed);
}

const run = await runner();
/** Runs between two words on how far it is. */
const TELL = 5000;
const say = (text: string) => process.stdout.write(`${text}\n`);
const began = performance.now();
let finds = 0;
for (let seed = first; seed < first + runs; seed++) {
	const find = await run(seed);
	if (find) {
		finds++;
		mkdirSync(folder, { recursive: true });
		const file = join(folder, `${find.image.replaceAll(/[ /]/g, "-")}-${seed}.erofs`);
		writeFileSync(file, find.bytes);
		say([file, ...find.what, ...find.broken].join("\n  "));
	}
	const done = seed - first + 1;
	const rate = Math.round((done * 1000) / (performance.now() - began));
	if (done % TELL === 0) say(`${done} runs, ${finds} finds, ${rate} a second`);
}
say(`${runs} runs from seed ${first}: ${finds} finds`);
process.exitCode = finds > 0 ? 1 : 0;
