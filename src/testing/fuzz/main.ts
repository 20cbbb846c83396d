/** `npm run fuzz -- --runs N --seed S [--inodes M]`: N runs of the fuzzer over all fixtures of at most M inodes. Finds are written to test-results/fuzz. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { runOf, smallFixtures } from "./runs";

const { values } = parseArgs({
	options: {
		runs: { type: "string", default: "10000" },
		seed: { type: "string", default: "1" },
		inodes: { type: "string", default: "200" },
	},
});
const runs = Number(values.runs);
const first = Number(values.seed);
const folder = join("test-results", "fuzz");
const images = await smallFixtures(Number(values.inodes));
const say = (text: string) => process.stdout.write(`${text}\n`);
let finds = 0;
for (let seed = first; seed < first + runs; seed++) {
	const find = await runOf(images, seed);
	if (find) {
		finds++;
		mkdirSync(folder, { recursive: true });
		const file = join(folder, `${find.image}-${seed}.erofs`);
		writeFileSync(file, find.bytes);
		say([file, ...find.what, ...find.broken].join("\n  "));
	}
	if ((seed - first + 1) % 1000 === 0) say(`${seed - first + 1} runs, ${finds} finds`);
}
say(`${runs} runs from seed ${first}: ${finds} finds`);
process.exitCode = finds > 0 ? 1 : 0;
