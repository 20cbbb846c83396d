/** Annotations of a compressed inode's map: header, index or extents, inline tail. */
import { reportOrThrow } from "../base/errors";
import { ignoreFindings } from "../base/finding";
import type { Range } from "../base/range";
import { Resident, withBytes } from "../base/resident";
import type { Image } from "../erofs/image";
import type { Inode } from "../erofs/inode";
import { packOf } from "../erofs/map/compact";
import { FULL_GAP } from "../erofs/map/full";
import { type Header, readHeader } from "../erofs/map/header";
import { inlineStart } from "../erofs/map/indexed";
import { Lcluster } from "../erofs/map/lcluster";
import { Pack } from "../erofs/map/pack";
import { recordTable } from "../erofs/map/records";
import { readMeta } from "../erofs/read";
import { blockTarget, type Facts } from "../erofs/structs/facts";
import {
	ADVISE,
	extentBase,
	extentTable,
	indexReserved,
	LCLUSTER,
	lclusterIndex,
	lclusterNames,
	lclusterNonhead,
	mapHeader,
} from "../erofs/structs/zmap";
import { type Annotation, annotate } from "../schema/annotate";
import { type Struct, viewOf } from "../schema/struct";

/** Records or packs listed one by one at most. */
const MOST = 512;

export async function mapNodes(
	image: Image,
	inode: Inode,
	signal?: AbortSignal,
): Promise<Annotation[]> {
	const nodes: Annotation[] = [];
	try {
		const resident = new Resident(inode.home);
		const header = await withBytes(() => readHeader(image, inode, resident), signal);
		nodes.push(await headerNode(inode, header, signal));
		if (header.wholeFragment !== undefined) return nodes;
		if (header.recordSize !== undefined)
			nodes.push(...(await extentNodes(image, inode, header, signal)));
		else if (header.compact) nodes.push(...(await packNodes(image, inode, header, signal)));
		else nodes.push(...(await fullNodes(image, inode, header, signal)));
		nodes.push(...inlineNodes(inode, header));
	} catch (error) {
		// What is damaged is reported where the contents are read; here the rest is shown.
		reportOrThrow(error, ignoreFindings);
	}
	return nodes;
}

async function headerNode(inode: Inode, header: Header, signal?: AbortSignal): Promise<Annotation> {
	const { at, context } = header;
	const about = { structure: mapHeader.name, nid: inode.nid };
	const bytes = await readMeta(inode.home, at.start, at.end, about, signal);
	return annotate(mapHeader, { bytes, offset: 0, space: at.space, start: at.start }, context);
}

const index = (
	start: number,
	end: number,
	doc: string,
	children: Annotation[],
	more: number,
): Annotation => ({
	key: "index",
	start,
	end,
	role: "struct",
	doc,
	children,
	...(more > 0 ? { more } : {}),
});

async function fullNodes(
	image: Image,
	inode: Inode,
	header: Header,
	signal?: AbortSignal,
): Promise<Annotation[]> {
	const { home, nid } = inode;
	const count = Math.ceil(inode.size / 2 ** header.lclusterBits);
	const shown = Math.min(count, MOST);
	const start = header.at.end + FULL_GAP;
	const about = { structure: lclusterIndex.name, nid };
	const bytes = await readMeta(home, header.at.end, start + shown * 8, about, signal);
	const place = (offset: number) => ({
		bytes,
		offset,
		space: home.space,
		start: header.at.end + offset,
	});
	const gap = annotate(indexReserved, place(0), image.facts);
	const records = Array.from({ length: shown }, (_, i) =>
		annotate(recordOf(bytes, FULL_GAP + 8 * i), place(FULL_GAP + 8 * i), image.facts, {
			label: `lcluster ${i}`,
		}),
	);
	const doc = "One record for each logical cluster of the file.";
	return [gap, index(start, start + count * 8, doc, records, count - shown)];
}

const recordOf = (bytes: Uint8Array, at: number): Struct<Facts> =>
	((bytes[at] as number) & 3) === LCLUSTER.NONHEAD ? lclusterNonhead : lclusterIndex;

async function packNodes(
	image: Image,
	inode: Inode,
	header: Header,
	signal?: AbortSignal,
): Promise<Annotation[]> {
	const { home, nid } = inode;
	const total = Math.ceil(inode.size / image.facts.blockSize);
	const big = (header.advise & ADVISE.BIG_PCLUSTER_1) !== 0;
	const packs: Annotation[] = [];
	const pack = new Pack();
	let lcn = 0;
	while (lcn < total && packs.length < MOST) {
		const place = packOf(inode, header, lcn);
		const end = place.start + place.size;
		const about = { structure: "compact lcluster pack", nid };
		const bytes = await readMeta(home, place.start, end, about, signal);
		pack.fill(viewOf(bytes), 0, place.size, header.lclusterBits, big);
		const at = { start: place.start, end };
		packs.push(packNode(image, pack, at, lcn, Math.min(place.entries, total - lcn)));
		lcn += place.entries - place.index;
	}
	const last = packOf(inode, header, total - 1);
	const doc =
		"Entries of 14 or 16 bits, packed with a shared block address at the end of each pack.";
	return [index(header.at.end, last.start + last.size, doc, packs, total - lcn)];
}

function packNode(
	image: Image,
	pack: Pack,
	{ start, end }: Range,
	first: number,
	count: number,
): Annotation {
	const baseAt = end - 4;
	const c = new Lcluster();
	const lines = Array.from({ length: count }, (_, i) => {
		pack.read(i, c);
		const name = lclusterNames[c.type];
		const what =
			c.type === LCLUSTER.NONHEAD
				? c.unitBlocks === undefined
					? `back ${c.back}, on ${c.forward}`
					: `unit of ${c.unitBlocks} blocks`
				: `offset ${c.clusterofs}, block ${c.block}`;
		return `${first + i}: ${name} ${what}`;
	});
	return {
		key: `pack of ${pack.entries}`,
		label: `lclusters ${first} to ${first + count - 1}`,
		start,
		end,
		role: "struct",
		doc: "Packed entries of logical clusters; each says whether a compressed unit starts there.",
		children: [
			{
				key: "entries",
				start,
				end: baseAt,
				role: "flags",
				value: lines.join("; "),
				doc: "Type and offset or distance of each logical cluster, least significant bits first.",
			},
			{
				key: "base",
				start: baseAt,
				end,
				role: "pointer",
				value: String(pack.base),
				doc: "Block address the units of this pack count from.",
				target: blockTarget(image.facts, pack.base, `block ${pack.base}`),
			},
		],
	};
}

async function extentNodes(
	image: Image,
	inode: Inode,
	header: Header,
	signal?: AbortSignal,
): Promise<Annotation[]> {
	const { home, nid } = inode;
	const table = recordTable(inode, header);
	const shown = Math.min(table.count, MOST);
	const base = table.size === 4 ? 8 : 0;
	const from = table.start - base;
	const about = { structure: "z_erofs_extent", nid };
	const bytes = await readMeta(home, from, table.start + shown * table.size, about, signal);
	const place = (offset: number) => ({ bytes, offset, space: home.space, start: from + offset });
	const contextOf = (i: number) => ({
		...image.facts,
		fragment: header.fragmentOffset !== undefined && i === table.count - 1,
	});
	const records = Array.from({ length: shown }, (_, i) =>
		annotate(extentTable(table.size), place(base + i * table.size), contextOf(i), {
			label: `extent ${i}`,
		}),
	);
	const doc = `Records of ${table.size} bytes, one for each compressed unit.`;
	const end = table.start + table.count * table.size;
	const list = index(table.start, end, doc, records, table.count - shown);
	return base ? [annotate(extentBase, place(0), image.facts), list] : [list];
}

function inlineNodes(inode: Inode, header: Header): Annotation[] {
	if (header.inlineSize === undefined || header.recordSize !== undefined) return [];
	const start = inlineStart(inode, header);
	return [
		{
			key: "inline tail",
			start,
			end: start + header.inlineSize,
			role: "data",
			doc: "The last compressed unit, stored behind the index to save a block.",
		},
	];
}
