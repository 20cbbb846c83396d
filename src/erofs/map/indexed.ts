/**
 * Extent lookup over an lcluster index, full or compact (format section 13):
 * go back to the head, forward to the next one, and work out what is stored.
 */
import { corrupt, type Failure } from "../../base/errors";
import { type Span, span } from "../../base/range";
import { resolveUnified } from "../devices";
import type { Image } from "../image";
import type { Inode } from "../inode";
import { ADVISE, LCLUSTER } from "../structs/zmap";
import { packPlace } from "./compact";
import type { Extent, ExtentMap } from "./extent";
import { FULL_GAP } from "./full";
import type { Header } from "./header";
import type { Lcluster, LclusterIndex } from "./lcluster";

interface Head {
	readonly lcn: number;
	readonly cluster: Lcluster;
}

export function indexedMap(
	image: Image,
	inode: Inode,
	header: Header,
	index: LclusterIndex,
): ExtentMap {
	const lclusterSize = 2 ** header.lclusterBits;
	const { blockSize } = image.facts;
	const structure = header.compact ? "compact lcluster pack" : "z_erofs_lcluster_index";

	const damaged = (at: Span, field: string, text: string, seen: string, allowed: string): Failure =>
		corrupt({
			code: `z-${field.replaceAll("_", "-")}`,
			severity: "error",
			text,
			structure,
			field,
			seen,
			allowed,
			at,
			nid: inode.nid,
		});

	/** The head whose unit holds `offset`. The walk ends: every step goes to a smaller lcn. */
	async function findHead(offset: number, signal?: AbortSignal): Promise<Head> {
		let lcn = Math.floor(offset / lclusterSize);
		let cluster = await index.load(lcn, signal);
		let back = cluster.back;
		if (cluster.type !== LCLUSTER.NONHEAD) {
			checkOffset(cluster);
			if (offset % lclusterSize >= cluster.clusterofs) return { lcn, cluster };
			back = 1;
		}
		while (true) {
			if (back < 1 || back > lcn) {
				throw damaged(
					cluster.at,
					"lookback",
					"The distance back to the start of the compressed unit is impossible.",
					`${back} at cluster ${lcn}`,
					lcn ? `1 to ${lcn}` : "a unit must start in cluster 0",
				);
			}
			lcn -= back;
			cluster = await index.load(lcn, signal);
			if (cluster.type !== LCLUSTER.NONHEAD) {
				checkOffset(cluster);
				return { lcn, cluster };
			}
			back = cluster.back;
		}
	}

	function checkOffset(cluster: Lcluster): void {
		if (cluster.clusterofs < lclusterSize) return;
		throw damaged(
			cluster.at,
			"di_clusterofs",
			"The unit starts beyond its logical cluster.",
			String(cluster.clusterofs),
			`below ${lclusterSize}`,
		);
	}

	/** File byte at which the unit of `head` ends. */
	async function findEnd(head: Head, signal?: AbortSignal): Promise<number> {
		let lcn = head.lcn + 1;
		while (lcn < index.count) {
			const cluster = await index.load(lcn, signal);
			if (cluster.type !== LCLUSTER.NONHEAD) {
				checkOffset(cluster);
				return Math.min(lcn * lclusterSize + cluster.clusterofs, inode.size);
			}
			lcn += cluster.forward;
		}
		return inode.size;
	}

	/** Blocks of the unit; undefined for a hole (format section 13.3). */
	async function unitBlocks(head: Head, signal?: AbortSignal): Promise<number | undefined> {
		const { type, hole } = head.cluster;
		const flag = type === LCLUSTER.HEAD1 ? ADVISE.BIG_PCLUSTER_1 : ADVISE.BIG_PCLUSTER_2;
		if (hole) return undefined;
		if ((header.advise & flag) === 0 || head.lcn + 1 >= index.count) return 1;
		const next = await index.load(head.lcn + 1, signal);
		if (next.type !== LCLUSTER.NONHEAD) return 1;
		if (next.unitBlocks !== undefined) return next.unitBlocks || undefined;
		if (next.back === 1) return 1;
		throw damaged(
			next.at,
			"cblkcnt",
			"The entry behind the start of a unit neither records its length nor points back to it.",
			`distance ${next.back}`,
			"1, or a block count",
		);
	}

	function tail(range: { start: number; end: number }, head: Head): Extent | undefined {
		if (range.end < inode.size) return undefined;
		const record = head.cluster.at;
		if (header.fragmentOffset !== undefined) {
			const high = header.compact ? 0 : head.cluster.block;
			return fragmentExtent(image, inode, range, high * 2 ** 32 + header.fragmentOffset, record);
		}
		if (header.inlineSize === undefined) return undefined;
		const start = inlineStart(inode, header);
		return stored(range, head, span(inode.home.space, start, start + header.inlineSize), true);
	}

	function stored(
		range: { start: number; end: number },
		head: Head,
		at: Span,
		inline: boolean,
	): Extent {
		const { start, end } = range;
		const { type, partial, at: record } = head.cluster;
		const length = end - start;
		if (type !== LCLUSTER.PLAIN) {
			const algorithm = header.algorithms[type === LCLUSTER.HEAD2 ? 1 : 0];
			// Files have a million of these, and spreading an object takes longer than all else here.
			return { start, end, kind: "compressed", at, algorithm, partial, record };
		}
		if (length > at.end - at.start) {
			throw damaged(
				record,
				"plain_length",
				"An uncompressed unit is shorter than the file bytes it should hold.",
				`${length} bytes in ${at.end - at.start}`,
				"as many stored bytes as file bytes",
			);
		}
		const cut = header.interlaced && !inline ? start % blockSize : 0;
		const kind = inline ? "inline" : "data";
		return { start, end, kind, at, record, ...(cut ? { cut } : {}) };
	}

	return {
		async at(offset, signal) {
			const head = await findHead(offset, signal);
			const start = head.lcn * lclusterSize + head.cluster.clusterofs;
			const range = { start, end: await findEnd(head, signal) };
			const last = tail(range, head);
			if (last) return last;
			const blocks = await unitBlocks(head, signal);
			if (blocks === undefined) return { ...range, kind: "hole", record: head.cluster.at };
			const bytes = blocks * blockSize;
			const at = resolveUnified(image, head.cluster.block * blockSize, bytes);
			return stored(range, head, at, false);
		},
	};
}

/** A piece of the packed inode. @throws Failure `corrupt` when the image has none, or it is too short. */
export function fragmentExtent(
	image: Image,
	inode: Inode,
	range: { start: number; end: number },
	offset: number,
	record: Span,
): Extent {
	const { packed, packedNid } = image;
	const end = offset + (range.end - range.start);
	if (packed && packedNid !== undefined && inode.nid !== packedNid && end <= packed.source.size) {
		return { ...range, kind: "fragment", at: span(packed.space, offset, end), record };
	}
	throw corrupt({
		code: "fragment",
		severity: "error",
		text: !packed
			? "The tail of the file is in the packed inode, but the image has none that can be read."
			: inode.nid === packedNid
				? "The packed inode refers to itself."
				: "The tail of the file lies beyond the end of the packed inode.",
		structure: "z_erofs_map_header",
		field: "h_fragmentoff",
		seen: `packed bytes ${offset} to ${end}`,
		allowed: packed ? `within ${packed.source.size} bytes` : "no fragments",
		at: record,
		nid: inode.nid,
	});
}

/**
 * Where the inline tail unit starts: behind the record (full) or pack (compact)
 * of the last byte's logical cluster.
 */
export function inlineStart(inode: Inode, header: Header): number {
	const lcn = Math.floor((inode.size - 1) / 2 ** header.lclusterBits);
	if (!header.compact) return header.at.end + FULL_GAP + 8 * (lcn + 1);
	const total = Math.ceil(inode.size / inode.context.blockSize);
	const twoByte = (header.advise & ADVISE.COMPACTED_2B) !== 0;
	const place = packPlace(header.at.end, total, twoByte, lcn);
	return place.start + place.size;
}
