/** The bundled samples, opened from memory. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseAlteration } from "../base/edits";
import { open } from "../checks/open";
import { mendingEdit } from "../erofs/checksum";
import type { Image } from "../erofs/image";
import { memorySource } from "../sources/memory";
import { overlaySource } from "../sources/overlay";
import type { TestImage } from "./image-set";

export interface Sample {
	readonly id: string;
	readonly file: string;
	readonly size: number;
	readonly devices?: readonly string[];
}

export const samplesFolder = fileURLToPath(new URL("../../public/samples/", import.meta.url));

export const samples = JSON.parse(readFileSync(`${samplesFolder}index.json`, "utf8")) as Sample[];

/** The same as a test image, for readers that take those. @throws Error when there is none of that id */
export function sampleImage(id: string): TestImage {
	const sample = samples.find((each) => each.id === id);
	if (!sample) throw new Error(`no sample ${id}`);
	const { file, devices = [] } = sample;
	const paths = devices.map((name) => samplesFolder + name);
	return { name: id, file: samplesFolder + file, devices: paths, offset: 0 };
}

/** @param edits what is altered in a copy, with the checksum made right; each as links have it */
export async function openSample(id: string, edits: readonly string[] = []): Promise<Image> {
	const { file, devices } = sampleImage(id);
	const altered = edits.flatMap((text) => parseAlteration(text) ?? []);
	const copy = overlaySource(memorySource(readFileSync(file), id), altered);
	const mending = altered.length > 0 ? await mendingEdit(copy) : undefined;
	return open(overlaySource(copy, mending ? [mending] : []), {
		devices: () => devices.map((each) => memorySource(readFileSync(each), each)),
	});
}
