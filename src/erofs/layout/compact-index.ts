/**
 * Compact index (format section 12): packs of entries, each entry a few bits, and at the end of
 * each pack the block address its entries count from. Entries count blocks, however large the
 * logical clusters are; those behind the last logical cluster mean nothing.
 */
import { type Range, span } from "../../base/range";
import type { Bits, Target } from "../../schema/field";
import { known, over, plus, times } from "../../schema/sum";
import { bytesOfBits, type Part, type Visitor } from "../../schema/visit";
import { packOf } from "../map/compact";
import { lclusterCount } from "../map/header";
import { Lcluster } from "../map/lcluster";
import { Pack, type PackPlace } from "../map/pack";
import { dataTarget } from "../structs/facts";
import { ADVISE, CBLKCNT, LCLUSTER, lclusterNames } from "../structs/zmap";
import { isInside } from "./body";
import { kind } from "./kinds";
import type { MapBody } from "./map-body";
import { tailTarget } from "./map-tail";
import { endsFile, headTarget } from "./map-unit";

/** A pack that is being told. */
interface PackBody extends MapBody {
	readonly pack: Pack;
	readonly cluster: Lcluster;
	readonly place: PackPlace;
	/** Logical cluster of its first entry. */
	readonly first: number;
	/** Logical clusters of the file. */
	readonly count: number;
}

const INDEX: Part<MapBody> = {
	kind: kind("lcluster-index-compact"),
	key: "index",
	role: "struct",
	doc: "Entries of 14 or 16 bits, packed with a shared block address at the end of each pack.",
	sum: ({ header }) => known(header.at.end, "end of the header"),
};
const packPart = (entries: 2 | 16): Part<PackBody> => ({
	kind: kind("lcluster-index-compact"),
	key: `pack of ${entries}`,
	role: "struct",
	doc: "Packed entries of logical clusters; each says whether a compressed unit starts there.",
	label: ({ first, count }) => `lclusters ${first} to ${Math.min(first + entries, count) - 1}`,
});
const PACK_OF_2 = packPart(2);
const PACK_OF_16 = packPart(16);

/** Entry `n` of the file as a logical cluster; the same object each time. */
function clusterOf({ pack, first, cluster }: PackBody, n: number): Lcluster {
	pack.read(n - first, cluster);
	return cluster;
}

const ENTRY: Part<PackBody> = {
	key: "entry",
	role: "flags",
	doc: "Type of the logical cluster, and where its unit starts or how far away its head is.",
	label: ({ count }, _start, n) => (n < count ? `lcluster ${n}` : "unused"),
	value(of, _start, _end, n) {
		if (n >= of.count) return "nothing";
		const { type, clusterofs, block, back, forward, unitBlocks } = clusterOf(of, n);
		if (type !== LCLUSTER.NONHEAD) {
			const ends = endsFile(of, n, clusterofs) ? "end of the file" : undefined;
			const where = tailTarget(of, n)?.label ?? ends ?? `block ${block}`;
			return `${lclusterNames[type]} offset ${clusterofs}, ${where}`;
		}
		const what =
			unitBlocks === undefined ? `back ${back}, on ${forward}` : `unit of ${unitBlocks} blocks`;
		return `NONHEAD ${what}`;
	},
	target: entryTarget,
	bits({ pack, header: { lclusterBits }, first, place }, _start, n) {
		const i = n - first;
		const low = Math.max(lclusterBits, 12);
		if (pack.typeOf(i) !== LCLUSTER.NONHEAD) return headBits(low);
		return nonheadBits(low, pack.lowOf(i), i === place.entries - 1);
	},
	sum: ({ place, first }, _start, n) =>
		plus(
			over(times(known(n - first, "entry"), known(entryBits(place), "bits")), 8),
			known(place.start, "start of the pack"),
		),
};

/** Heads point at their unit, the others at the entry of their head. */
function entryTarget(of: PackBody, _start: number, _end: number, n: number): Target | undefined {
	const { inode, header, bytes } = of;
	if (n >= of.count) return undefined;
	const { type, back } = clusterOf(of, n);
	if (type !== LCLUSTER.NONHEAD) return headTarget(of, n);
	const head = n - back;
	if (head < 0) return undefined;
	const { start, end } = entryRange(packOf(inode, header, head));
	return { span: span(bytes.space, start, end), label: `lcluster ${head}` };
}

/** Bits of an entry: the last 4 bytes of a pack are the address. */
const entryBits = ({ size, entries }: PackPlace): number => ((size - 4) * 8) / entries;

const entryRange = (place: PackPlace): Range =>
	bytesOfBits(place.start, place.index * entryBits(place), entryBits(place));

const typeBits = (low: number): Bits => ({
	mask: 3 << low,
	label: "type",
	doc: "What starts or goes on here.",
	names: lclusterNames,
});

const headBits = (low: number): readonly Bits[] => [
	{
		mask: 2 ** low - 1,
		label: "clusterofs",
		doc: "Byte inside this logical cluster at which the unit starts.",
	},
	typeBits(low),
];

function nonheadBits(low: number, value: number, last: boolean): readonly Bits[] {
	if (value & CBLKCNT) {
		return [
			{ mask: CBLKCNT - 1, label: "blocks", doc: "Length of the unit; the head is one back." },
			{ mask: CBLKCNT, label: "CBLKCNT", doc: "Set: a length stands where the distance would." },
			typeBits(low),
		];
	}
	const delta = last
		? {
				label: "delta[1]",
				doc: "Logical clusters on to the next head: the last of a pack says it.",
			}
		: { label: "delta[0]", doc: "Logical clusters back to the head of the unit." };
	return [{ mask: 2 ** low - 1, ...delta }, typeBits(low)];
}

const BASE: Part<PackBody> = {
	key: "base",
	role: "pointer",
	doc: "Block address the units of this pack count from.",
	value: ({ pack }) => String(pack.base),
	target({ pack: { base }, image: { facts } }) {
		const { blockSize } = facts;
		return base === 0 ? undefined : dataTarget(facts, base * blockSize, blockSize, `block ${base}`);
	},
	sum: ({ place }) => plus(known(place.start, "start of the pack"), place.size - 4),
};

export function layPacks(of: MapBody, v: Visitor): void {
	const { inode, header } = of;
	const count = lclusterCount(inode, header);
	const start = header.at.end;
	const last = packOf(inode, header, count - 1);
	const end = last.start + last.size;
	if (!isInside(of, v, start, end, "compact lcluster index", "i_size")) return;
	if (!v.open(INDEX, of, start, end)) return;
	const from = firstPack(of, count, v.range.start);
	let lcn = from;
	for (let told = 0; lcn < count && told < v.most; told++) {
		const place = packOf(inode, header, lcn);
		if (place.start >= v.range.end) break;
		layPack(of, v, place, lcn, count);
		lcn += place.entries;
	}
	v.close(count - (Math.min(lcn, count) - from));
}

function layPack(of: MapBody, v: Visitor, place: PackPlace, first: number, count: number): void {
	const { header, bytes } = of;
	const { start, size, entries } = place;
	const pack = new Pack();
	const body = { ...of, pack, cluster: new Lcluster(), place, first, count };
	if (!v.open(entries === 2 ? PACK_OF_2 : PACK_OF_16, body, start, start + size)) return;
	const p = bytes.seek(start, size);
	pack.fill(
		bytes.view,
		p,
		size,
		header.lclusterBits,
		(header.advise & ADVISE.BIG_PCLUSTER_1) !== 0,
	);
	const bits = entryBits(place);
	for (let i = 0; i < entries; i++) v.bits(ENTRY, body, start, i * bits, bits, first + i);
	v.bytes(BASE, body, start + size - 4, start + size);
	v.close();
}

/** The first logical cluster of the pack that holds byte `at`, found by bisection. */
function firstPack({ inode, header }: MapBody, count: number, at: number): number {
	let low = 0;
	let high = count - 1;
	while (low < high) {
		const middle = Math.floor((low + high) / 2);
		const { start, size } = packOf(inode, header, middle);
		if (start + size <= at) low = middle + 1;
		else high = middle;
	}
	return low - packOf(inode, header, low).index;
}
