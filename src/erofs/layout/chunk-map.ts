/** The table of a chunked inode: one entry for each chunk, aligned to its own size. */
import { itemsOf, type Part, type Visitor } from "../../schema/visit";
import { contextCache } from "../contexts";
import { type ChunkTable, chunkTable } from "../map/chunk";
import { type ChunkContext, chunkBlock, chunkIndex } from "../structs/chunk";
import type { Facts } from "../structs/facts";
import { type InodeBody, isInside } from "./body";
import { kind } from "./kinds";

interface ChunkMap extends InodeBody {
	readonly table: ChunkTable;
}

const ALIGN: Part<InodeBody> = {
	kind: kind("padding"),
	key: "padding",
	doc: "Aligns the chunk map.",
};
const MAP: Part<ChunkMap> = {
	kind: kind("chunk-map"),
	key: "chunk map",
	role: "struct",
	doc: "One entry for each chunk of the file.",
	label: ({ table }) => `chunks of ${table.chunkSize} bytes`,
	sum: ({ inode, table }) => `end of the attributes ${inode.bodyEnd}, rounded up to ${table.unit}`,
};
const ENTRY: Part<ChunkMap> = {
	kind: kind("chunk-map"),
	label: (_, _start, n) => `chunk ${n}`,
	sum: ({ table }, _start, n) => `map start ${table.start} + ${table.unit} × chunk ${n}`,
};

const contextOf = contextCache<Pick<ChunkContext, "chunkSize" | "wide">, ChunkContext>(
	({ chunkSize, wide }) => 2 * Math.log2(chunkSize) + (wide ? 1 : 0),
	(facts: Facts, flags) => ({ ...facts, ...flags }),
);

export function layChunkMap(of: InodeBody, v: Visitor): void {
	const { image, inode, bytes } = of;
	const table = chunkTable(image, inode);
	const { start, unit, count, end } = table;
	if (count === 0) return;
	v.bytes(ALIGN, of, inode.bodyEnd, Math.min(start, bytes.size));
	if (!isInside(of, v, start, end, "chunk map", "i_size")) return;
	const map = { ...of, table };
	if (!v.open(MAP, map, start, start + count * unit)) return;
	const context = contextOf(image.facts, table);
	const told = itemsOf(v, start, unit, count);
	for (let i = told.start; i < told.end; i++) {
		if (unit === chunkIndex.size) v.struct(ENTRY, map, chunkIndex, start + unit * i, context, i);
		else v.struct(ENTRY, map, chunkBlock, start + unit * i, context, i);
	}
	v.close(count - (told.end - told.start));
}
