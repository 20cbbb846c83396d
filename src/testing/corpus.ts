/**
 * The large corpus of test images, when this machine has one: in the folder that
 * EROFS_CORPUS names, else in shared/corpus beside the repository.
 */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type ImageSet, readImageSet, type TestImage } from "./image-set";

const beside = fileURLToPath(new URL("../../../shared/corpus", import.meta.url));
const folder = process.env.EROFS_CORPUS ?? beside;

/** Absent: the machine has no corpus, and tests over it are left out. */
export const corpusFolder = existsSync(folder) ? folder : undefined;

/** Images of a folder of the corpus without a truth file: some can be opened, some cannot. */
export function corpusImages(part: "others" | "cases"): TestImage[] {
	const names = corpusFolder ? readdirSync(join(corpusFolder, part)) : [];
	return names
		.filter((name) => name.endsWith(".erofs"))
		.map((name) => {
			const file = join(corpusFolder ?? "", part, name);
			return { name: name.slice(0, -".erofs".length), file, devices: [], offset: 0 };
		});
}

/** An image of the corpus that is there for a fault of the past; undefined without a corpus. */
export function corpusCase(name: string): string | undefined {
	const file = corpusFolder && join(corpusFolder, "cases", name);
	return file && existsSync(file) ? file : undefined;
}

/** @throws Error when EROFS_CORPUS names a folder that does not exist. */
export function readCorpus(): ImageSet | undefined {
	if (!corpusFolder && process.env.EROFS_CORPUS)
		throw new Error(`EROFS_CORPUS: no folder ${process.env.EROFS_CORPUS}`);
	return corpusFolder ? readImageSet(corpusFolder) : undefined;
}
