/**
 * Test images with the truth about them, in a folder with two halves:
 *
 *   good/NAME.erofs  NAME.json[.gz]   devices beside them   -> what a reader must find
 *   bad/NAME.erofs   NAME.json        devices beside them   -> what a checker must say
 *
 * The fixtures of this repository and a larger corpus have the same form.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { ByteSource } from "../base/source";
import { open } from "../checks/open";
import type { Image } from "../erofs/image";
import type { ManifestEntry } from "../export/manifest";
import { memorySource } from "../sources/memory";
import { sliceSource } from "../sources/slice";

/** A path of the tree the image was made from, as any reader must find it. */
export interface TruthEntry extends Omit<ManifestEntry, "error" | "size" | "mtime"> {
	readonly size?: number;
	readonly mtime: readonly [number, number];
	/** Paths with the same number are names of one inode. */
	readonly hardlink_group?: number;
}

export interface TestImage {
	/** File name without extension. */
	readonly name: string;
	/** Path of the image file. */
	readonly file: string;
	/** Paths of the extra devices, slot 1 first. */
	readonly devices: readonly string[];
	/** Byte of the file at which the volume starts. */
	readonly offset: number;
}

export interface GoodImage extends TestImage {
	/** What the image is for, in a few words each. */
	readonly features: readonly string[];
	/** Sorted by raw path bytes. Read from disk at each call: some are long. */
	manifest(): TruthEntry[];
}

/** Where and why a damaged image is wrong. */
export interface Expected {
	readonly structure: string;
	readonly field: string;
	/** `any`: random damage, of which only survival can be asked. */
	readonly severity: "fatal" | "error" | "warning" | "any";
	readonly description: string;
}

/** A run of bytes that was changed; `after` is what the image has. */
export interface Edit {
	/** Byte in the image file. */
	readonly offset: number;
	readonly length: number;
	/** Structure and field, in words. */
	readonly field: string;
	readonly before: string;
	readonly after: string;
}

export interface BadImage extends TestImage {
	readonly what: string;
	readonly expected: Expected;
	readonly edits: readonly Edit[];
}

export interface ImageSet {
	readonly good: readonly GoodImage[];
	readonly bad: readonly BadImage[];
}

/** The parts of a truth file that tests use. */
interface Truth {
	readonly features?: readonly string[];
	readonly image_offset?: number;
	readonly devices: readonly (string | { readonly file: string })[];
	readonly manifest?: TruthEntry[];
	readonly what?: string;
	readonly expected?: Expected;
	readonly edits?: readonly Edit[];
}

/** All images of a folder, by name. @throws Error when an image has no truth file. */
export function readImageSet(folder: string): ImageSet {
	return {
		good: imagesIn(join(folder, "good")).map((path): GoodImage => {
			const truth = readTruth(path);
			return {
				...common(path, truth),
				features: truth.features ?? [],
				manifest: () => readTruth(path).manifest ?? [],
			};
		}),
		bad: imagesIn(join(folder, "bad")).map((path): BadImage => {
			const truth = readTruth(path);
			const { what = "", expected, edits = [] } = truth;
			if (!expected) throw new Error(`${path}.json does not say what is expected`);
			return { ...common(path, truth), what, expected, edits };
		}),
	};
}

/** Opens a test image from memory, devices attached in slot order. */
export async function openTestImage(image: TestImage): Promise<Image> {
	return open(sourceOf(image), { devices: () => devicesOf(image) });
}

/** The volume of a test image, without what lies in front of it. */
export const sourceOf = ({ file, name, offset }: TestImage): ByteSource =>
	sliceSource(memorySource(readFileSync(file), name), offset);

export const devicesOf = ({ devices }: TestImage): ByteSource[] =>
	devices.map((file) => memorySource(readFileSync(file), file));

function imagesIn(folder: string): string[] {
	if (!existsSync(folder)) return [];
	const names = readdirSync(folder).filter((name) => name.endsWith(".erofs"));
	return names.sort().map((name) => join(folder, name.slice(0, -".erofs".length)));
}

function common(path: string, truth: Truth): TestImage {
	const folder = join(path, "..");
	return {
		name: path.slice(folder.length + 1),
		file: `${path}.erofs`,
		devices: truth.devices.map((d) => join(folder, typeof d === "string" ? d : d.file)),
		offset: truth.image_offset ?? 0,
	};
}

function readTruth(path: string): Truth {
	const plain = `${path}.json`;
	const text = existsSync(plain)
		? readFileSync(plain, "utf8")
		: gunzipSync(readFileSync(`${plain}.gz`)).toString("utf8");
	return JSON.parse(text) as Truth;
}
