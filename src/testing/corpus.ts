/**
 * The large corpus of test images, when this machine has one: in the folder that
 * EROFS_CORPUS names, else in shared/corpus beside the repository.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { fixtures } from "./fixtures";
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

/**
 * Images of the corpus with a truth. Those that the fixtures have too, byte by byte, are left out:
 * who asks the corpus asks the fixtures besides. @throws Error when EROFS_CORPUS names a folder
 * that does not exist.
 */
export function readCorpus(): ImageSet | undefined {
	if (!corpusFolder && process.env.EROFS_CORPUS)
		throw new Error(`EROFS_CORPUS: no folder ${process.env.EROFS_CORPUS}`);
	if (!corpusFolder) return undefined;
	const { good, bad } = readImageSet(corpusFolder);
	return { good: besides(good, fixtures.good), bad: besides(bad, fixtures.bad) };
}

function besides<T extends TestImage>(images: readonly T[], known: readonly T[]): T[] {
	const named = new Map(known.map((image) => [image.name, image]));
	return images.filter((image) => {
		const other = named.get(image.name);
		return !other || !bytesOf(image).equals(bytesOf(other));
	});
}

const bytesOf = ({ file, devices }: TestImage): Buffer =>
	Buffer.concat([file, ...devices].map((path) => readFileSync(path)));
