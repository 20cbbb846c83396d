/** Annotations of everything stored with an inode: itself, attributes, map, inline data. */
import { roundUp, type Span, span } from "../base/range";
import { showName } from "../base/text";
import { contentsSpace, type Image } from "../erofs/image";
import type { Inode } from "../erofs/inode";
import { chunkTable } from "../erofs/map/chunk";
import { readMeta } from "../erofs/read";
import { chunkBlock, chunkIndex } from "../erofs/structs/chunk";
import { FT } from "../erofs/structs/dirent";
import { inodeCompact, inodeExtended, isCompressed, LAYOUT } from "../erofs/structs/inode";
import { LONG_PREFIX, sharedXattrId, xattrEntry, xattrIbodyHeader } from "../erofs/structs/xattr";
import { type Annotation, annotate } from "../schema/annotate";
import { viewOf } from "../schema/struct";
import { directoryBlockNode } from "./directory-structures";
import { mapNodes } from "./map-structures";

/** Rows of a table listed one by one at most. */
export const MOST_ROWS = 512;

/** In the space of the inode, ascending. Parts that lie outside the image are left out. */
export async function inodeStructures(
	image: Image,
	inode: Inode,
	signal?: AbortSignal,
): Promise<Annotation[]> {
	const nodes = [await inodeNode(inode, signal)];
	if (inode.xattrSize > 0 && inode.bodyEnd <= inode.home.source.size) {
		nodes.push(await xattrNode(image, inode, signal));
	}
	if (inode.trouble || !inode.context.hasData) return nodes;
	if (isCompressed(inode.layout)) nodes.push(...(await mapNodes(image, inode, signal)));
	else if (inode.layout === LAYOUT.CHUNK_BASED)
		nodes.push(...(await chunkNodes(image, inode, signal)));
	else if (inode.layout === LAYOUT.FLAT_INLINE)
		nodes.push(...(await tailNodes(image, inode, signal)));
	return nodes;
}

async function inodeNode(inode: Inode, signal?: AbortSignal): Promise<Annotation> {
	const { at, home, nid, context } = inode;
	const bytes = await readMeta(home, at.start, at.end, { structure: "inode", nid }, signal);
	const place = { bytes, offset: 0, space: at.space, start: at.start };
	const label = `nid ${nid}`;
	return inode.extended
		? annotate(inodeExtended, place, context, { label })
		: annotate(inodeCompact, place, context, { label });
}

async function xattrNode(image: Image, inode: Inode, signal?: AbortSignal): Promise<Annotation> {
	const { home, at, bodyEnd, nid } = inode;
	const about = { structure: xattrIbodyHeader.name, nid };
	const bytes = await readMeta(home, at.end, bodyEnd, about, signal);
	const place = (offset: number) => ({
		bytes,
		offset,
		space: home.space,
		start: at.end + offset,
	});
	const children: Annotation[] = [];
	const shared = bytes[4] as number;
	let p = xattrIbodyHeader.size;
	for (let i = 0; i < shared && p + 4 <= bytes.length; i++, p += 4) {
		children.push(annotate(sharedXattrId, place(p), image.facts, { label: `#${i}` }));
	}
	while (p + xattrEntry.size <= bytes.length) {
		const size = entrySize(bytes, p);
		if (size === 4 && viewOf(bytes).getUint32(p, true) === 0) {
			p += 4;
			continue;
		}
		if (p + size > bytes.length) break;
		children.push(entryNode(image, bytes, p, place(p)));
		p = roundUp(p + size, 4);
	}
	return annotate(xattrIbodyHeader, place(0), image.facts, {
		key: "xattrs",
		end: bodyEnd,
		children,
	});
}

const entrySize = (bytes: Uint8Array, p: number): number =>
	4 + (bytes[p] as number) + viewOf(bytes).getUint16(p + 2, true);

function entryNode(
	image: Image,
	bytes: Uint8Array,
	p: number,
	place: { bytes: Uint8Array; offset: number; space: string; start: number },
): Annotation {
	const nameEnd = p + 4 + (bytes[p] as number);
	const end = p + entrySize(bytes, p);
	const index = bytes[p + 1] as number;
	const infix = index & LONG_PREFIX ? image.prefixes[index & 0x7f]?.infix : undefined;
	const name = showName(bytes.subarray(p + 4, nameEnd));
	const children: Annotation[] = [
		{
			key: "e_name",
			start: place.start + 4,
			end: place.start + nameEnd - p,
			role: "text",
			value: name,
			doc: "The name without its prefix.",
		},
		{
			key: "value",
			start: place.start + nameEnd - p,
			end: place.start + end - p,
			role: "data",
			doc: "The attribute's value.",
		},
	];
	return annotate(xattrEntry, place, image.facts, {
		label: infix ? showName(infix) + name : name,
		end: place.start + end - p,
		children: children.filter((c) => c.end > c.start),
	});
}

async function chunkNodes(image: Image, inode: Inode, signal?: AbortSignal): Promise<Annotation[]> {
	const table = chunkTable(image, inode);
	const { home, nid } = inode;
	const shown = Math.min(table.count, MOST_ROWS);
	const end = table.start + table.count * table.unit;
	if (shown === 0 || end > home.source.size) return [];
	const shownEnd = table.start + shown * table.unit;
	const bytes = await readMeta(
		home,
		table.start,
		shownEnd,
		{ structure: "chunk map", nid },
		signal,
	);
	const context = { ...image.facts, chunkSize: table.chunkSize, wide: table.wide };
	const children = Array.from({ length: shown }, (_, i) => {
		const offset = i * table.unit;
		const place = { bytes, offset, space: home.space, start: table.start + offset };
		const label = `chunk ${i}`;
		return table.unit === 8
			? annotate(chunkIndex, place, context, { label })
			: annotate(chunkBlock, place, context, { label });
	});
	return [
		{
			key: "chunk map",
			start: table.start,
			end,
			role: "struct",
			doc: `One entry for each chunk of ${table.chunkSize} bytes.`,
			children,
			...(table.count > shown ? { more: table.count - shown } : {}),
		},
	];
}

/** Where the inline tail lies; empty when the size leaves none. */
export function inlineTail(inode: Inode): Span {
	const { blockSize } = inode.context;
	const blocks = Math.ceil(inode.size / blockSize);
	const tail = inode.size - Math.max(0, blocks - 1) * blockSize;
	return span(inode.home.space, inode.bodyEnd, inode.bodyEnd + tail);
}

async function tailNodes(image: Image, inode: Inode, signal?: AbortSignal): Promise<Annotation[]> {
	const tail = inlineTail(inode);
	if (tail.end === tail.start || tail.end > inode.home.source.size) return [];
	const bytes = await inode.home.source.read(tail.start, tail.end, signal);
	if (inode.type === FT.DIR) return [directoryBlockNode(image, inode, bytes, tail.start)];
	const link = inode.type === FT.LNK;
	return [
		{
			key: link ? "symlink target" : "inline tail",
			start: tail.start,
			end: tail.end,
			role: link ? "text" : "data",
			...(link ? { value: showName(bytes) } : {}),
			doc: link
				? "The path the link points to."
				: "The end of the contents, stored behind the inode to save a block.",
			target: {
				span: span(
					contentsSpace(image, inode.nid),
					inode.size - (tail.end - tail.start),
					inode.size,
				),
				label: "contents of the file",
			},
		},
	];
}
