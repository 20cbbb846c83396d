/** The table of a chunked inode: one entry for each chunk, aligned to its own size. */
import type { Target } from "../../schema/field";
import { known, plus, roundedUp, times } from "../../schema/sum";
import { itemsOf, type Part, type Visitor } from "../../schema/visit";
import { contextCache } from "../contexts";
import { Chunks, type ChunkTable, chunkTable } from "../map/chunk";
import { placeOf, spanOf } from "../structs/address";
import { type ChunkContext, chunkBlock, chunkIndex } from "../structs/chunk";
import type { Facts } from "../structs/facts";
import { type InodeBody, isInside } from "./body";
import { kind } from "./kinds";
import { paddingPart } from "./padding";

interface ChunkMap extends InodeBody {
	readonly table: ChunkTable;
	readonly chunks: Chunks;
}

const ALIGN = paddingPart("chunk-map");
const MAP: Part<ChunkMap> = {
	kind: kind("chunk-map"),
	key: "chunk map",
	role: "struct",
	doc: "One entry for each chunk of the file.",
	label: ({ table }) => `chunks of ${table.chunkSize} bytes`,
	sum: ({ inode, table }) => roundedUp(known(inode.bodyEnd, "end of the attributes"), table.unit),
};
const ENTRY: Part<ChunkMap> = {
	kind: kind("chunk-map"),
	label: (_, _start, n) => `chunk ${n}`,
	links: {
		blkaddr: chunkTarget,
		startblk_lo: chunkTarget,
		startblk_hi: chunkTarget,
		device_id: chunkTarget,
	},
	sum: ({ table }, _start, n) =>
		plus(times(known(n, "chunk"), table.unit), known(table.start, "start of the map")),
};

/** Stored bytes of a chunk: of the last one as many as the file has. */
function chunkTarget(of: ChunkMap, _start: number, n: number): Target | undefined {
	const { image, inode, table, chunks } = of;
	const { facts } = image;
	const { block, device } = chunks.load(n);
	if (block === undefined) return undefined;
	const length = Math.min(table.chunkSize, inode.size - n * table.chunkSize);
	const address = block * facts.blockSize;
	if (length <= 0 || !Number.isSafeInteger(address + length)) return undefined;
	const place = placeOf(facts, device, address, length);
	return place && { span: spanOf(place, length), label: `chunk at block ${block}` };
}

const contextOf = contextCache<boolean, ChunkContext>(
	(wide) => (wide ? 1 : 0),
	(facts: Facts, wide) => ({ ...facts, wide }),
);

export function layChunkMap(of: InodeBody, v: Visitor): void {
	const { image, inode, bytes } = of;
	const table = chunkTable(image, inode);
	const { start, unit, count, end } = table;
	if (count === 0) return;
	v.bytes(ALIGN, of, inode.bodyEnd, Math.min(start, bytes.size));
	if (!isInside(of, v, start, end, "chunk map", "i_size")) return;
	const chunks = new Chunks(image.facts).open(table, bytes);
	const map = { ...of, table, chunks };
	if (!v.open(MAP, map, start, start + count * unit)) return;
	const context = contextOf(image.facts, table.wide);
	const told = itemsOf(v, start, unit, count);
	for (let i = told.start; i < told.end; i++) {
		if (unit === chunkIndex.size) v.struct(ENTRY, map, chunkIndex, start + unit * i, context, i);
		else v.struct(ENTRY, map, chunkBlock, start + unit * i, context, i);
	}
	v.close(count - (told.end - told.start));
}
