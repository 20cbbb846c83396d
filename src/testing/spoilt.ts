/** An image whose files can all be found, and whose compressed units no decoder takes. */
import { readFileSync } from "node:fs";
import { IMAGE_SPACE } from "../base/space";
import { Census } from "../census/census";
import { EXTENT, EXTENT_KIND } from "../census/extents";
import { openImage } from "../erofs/open";
import { own } from "../ownership/build";
import { memorySource } from "../sources/memory";
import { fixture } from "./fixtures";

export interface Spoilt {
	readonly bytes: Uint8Array<ArrayBuffer>;
	/** Units of the file that has most of them. */
	readonly most: number;
}

/** @param name of a good fixture */
export async function spoilt(name: string): Promise<Spoilt> {
	const bytes = new Uint8Array(readFileSync(fixture(name).file));
	const image = await openImage(memorySource(bytes));
	const { extents } = await own(image, await new Census(image).take());
	const units = new Map<number, number>();
	for (let row = 0; row < extents.count; row++) {
		if (((extents.kind[row] as number) & EXTENT.KIND) !== EXTENT_KIND.COMPRESSED) continue;
		if (extents.spaces[extents.space[row] as number] !== IMAGE_SPACE) continue;
		bytes.fill(0xff, extents.start[row] as number, extents.end(row));
		const inode = extents.inode[row] as number;
		units.set(inode, (units.get(inode) ?? 0) + 1);
	}
	return { bytes, most: Math.max(...units.values()) };
}
