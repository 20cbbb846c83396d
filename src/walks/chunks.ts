/** A byte of a chunked file: its record in the table, the device, the byte. */
import { countText, exactBytes } from "../base/words";
import { type Inode, inodeField } from "../erofs/inode";
import { Chunks, chunkTable } from "../erofs/map/chunk";
import { chunkBlock, chunkIndex } from "../erofs/structs/chunk";
import { known, mod, over, plus, times } from "../schema/sum";
import { toDevice } from "./address";
import { toBodyEnd } from "./flat";
import { HeededMap } from "./heed";
import { byteOf, inContents, type Landing } from "./landing";
import { number, type Walker } from "./walker";

export async function toChunk(w: Walker, inode: Inode, n: number): Promise<Landing> {
	const { facts } = w.image;
	const table = chunkTable(w.image, inode);
	const { chunkSize, unit, start, wide } = table;
	const body = w.body(inode);
	const { space } = inode.at;
	await w.field(body, inodeField(inode, "chunk_format"), {
		text: `The contents are cut into chunks of ${exactBytes(chunkSize)}; a record of ${unit} bytes says where each lies.`,
		since: wide ? "6.15" : "5.15",
	});
	const map = await HeededMap.open(w, inode);
	const i = Math.floor(n / chunkSize);
	w.add({
		at: [inContents(w, inode, n)],
		text: `Byte ${countText(n)} is in chunk ${i}.`,
		why: "All chunks are equally large, so the number follows from the byte alone.",
		since: "5.15",
		sum: number(over(known(n, "byte"), chunkSize)),
	});
	await toBodyEnd(w, inode);
	await w.structure(body, "chunk map", start, {
		text: "The table of chunks begins here.",
		why: "It begins at a multiple of the size of its records.",
	});
	const record = start + i * unit;
	const table8 = unit === chunkIndex.size;
	const chunks = new Chunks(facts).open(table, body.bytes);
	const { block, device } = await w.run(() => chunks.load(i));
	await w.structure(
		body,
		table8 ? chunkIndex.name : chunkBlock.name,
		record,
		{ text: recordText(i, block, device, wide ? 48 : 32) },
		i,
	);
	const extent = await map.at(n);
	if (!extent.at || block === undefined) return { at: inContents(w, inode, n), extent };
	const landed = byteOf(extent.at.space, extent.at.start + n - extent.start);
	const address = plus(
		times(known(block, "block"), facts.blockSize),
		mod(known(n, "byte"), chunkSize),
	);
	await toDevice(w, device, address, landed, {
		text: `Here is byte ${countText(n)} of the contents.`,
		why: "The bytes of a chunk stand one behind the other.",
		since: "5.15",
		more: [{ space, start: record, end: record + unit }],
	});
	return { at: landed, extent };
}

function recordText(i: number, block: number | undefined, id: number, bits: number): string {
	if (block === undefined)
		return `The record of chunk ${i} has all ${bits} bits of its block number set: it is a hole, nothing is stored.`;
	const device = id === 0 ? "" : ` of extra device ${id}`;
	return `The record of chunk ${i} says: block ${block}${device}.`;
}
