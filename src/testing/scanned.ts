/** What a scan finds of the inodes of an image, as if that were a file of this machine. */
import type { ByteSource } from "../base/source";
import { Scan } from "../census/scan/scan";
import type { Tree } from "../census/tree";
import type { Image } from "../erofs/image";
import { Inhabitants } from "../ownership/inhabitants";
import { ManyInodes } from "../ownership/many";
import { Planner } from "../ownership/planner";

/** @param source whose bytes are in memory */
const asFile = (source: ByteSource): ByteSource => ({
	...source,
	fill: (start, into) => into.set(source.peek?.(start, start + into.length) as Uint8Array),
});

/** Of the whole tree: what is odd is left to others, as is all where nothing can be scanned. */
export async function scannedPlan(image: Image, tree: Tree): Promise<Planner> {
	const source = asFile(image.primary.source);
	const file = { ...image, primary: { ...image.primary, source } };
	const scan = await Scan.of(file);
	const planner = new Planner(new Inhabitants(file, tree, undefined, scan?.bytes));
	if (!scan) return planner;
	const many = new ManyInodes(scan, planner.inhabitants);
	const { count } = tree.inodes;
	for (let row = 0; row < count; ) row = many.plan(row, count, planner);
	return planner;
}
