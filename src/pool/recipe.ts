/** What an open image is made from: plain data, with which any other thread opens it again. */
import type { ByteSource } from "../base/source";
import type { Image } from "../erofs/image";
import { type Assumed, openImage } from "../erofs/open";
import { volumeAt } from "../sources/volume";

/** `Given` is what a file is where the program runs: a path, or the `File` of a browser. */
export interface Recipe<Given> {
	readonly image: Given;
	/** By slot of the device table; undefined for those that nobody gave. */
	readonly devices: readonly (Given | undefined)[];
	/** Byte of the file at which the volume starts. */
	readonly offset: number;
	readonly assume?: Assumed | undefined;
}

/** @throws Failure as opening the image did, or when a file is no longer there */
export async function openRecipe<Given>(
	{ image, devices, offset, assume }: Recipe<Given>,
	openGiven: (given: Given) => Promise<ByteSource> | ByteSource,
): Promise<Image> {
	const volume = volumeAt(await openGiven(image), offset);
	const given = await Promise.all(devices.map((device) => device && openGiven(device)));
	return openImage(volume, { devices: () => given, ...(assume ? { assume } : {}) });
}
