/** Extents of a file with an lcluster index, full or compact: its units, and where each is stored. */
import { type Exact, fromHalves } from "../../base/exact";
import { span } from "../../base/range";
import type { Resident } from "../../base/resident";
import { resolveUnified } from "../devices";
import type { Image } from "../image";
import type { BodyInode, Inode } from "../inode";
import { LCLUSTER } from "../structs/zmap";
import { compactIndex, packOf } from "./compact";
import { unitField } from "./culprit";
import { damaged } from "./damage";
import type { Extent, ExtentMap } from "./extent";
import { fragmentExtent } from "./fragment";
import { fullIndex, fullRecord } from "./full";
import type { Header } from "./header";
import { type Unit, Units } from "./unit";

export function indexedMap(image: Image, inode: Inode, header: Header, bytes: Resident): ExtentMap {
	const index = (header.compact ? compactIndex : fullIndex)(inode, header, bytes);
	const about = { structure: index.structure, nid: inode.nid };
	const units = new Units(inode, header, index);
	const { blockSize } = image.facts;
	const { space } = inode.home;

	/** The last unit of a file may be stored elsewhere than in blocks of its own. */
	function tailOf(unit: Unit): Extent | undefined {
		if (header.fragmentOffset !== undefined) {
			const offset = fragmentStart(header, unit);
			const record = span(space, unit.record.start, unit.record.end);
			return fragmentExtent(image, inode, header, unit, offset, record);
		}
		if (header.inlineSize === undefined) return undefined;
		const start = inlineStart(inode, header);
		return stored(unit, span(space, start, start + header.inlineSize), true);
	}

	function stored(unit: Unit, at: Extent["at"] & object, inline: boolean): Extent {
		const { start, end, type, partial } = unit;
		const record = span(space, unit.record.start, unit.record.end);
		if (type !== LCLUSTER.PLAIN) {
			const algorithm = header.algorithms[type === LCLUSTER.HEAD2 ? 1 : 0];
			// Files have a million of these, and spreading an object takes longer than all else here.
			return { start, end, kind: "compressed", at, algorithm, partial, record };
		}
		if (end - start > at.end - at.start) {
			throw damaged(inode, {
				code: "z-plain-length",
				structure: index.structure,
				field: "plain_length",
				text: "An uncompressed unit is shorter than the file bytes it should hold.",
				seen: `${end - start} bytes in ${at.end - at.start}`,
				allowed: "as many stored bytes as file bytes",
				at: record,
			});
		}
		const cut = header.interlaced && !inline ? start % blockSize : 0;
		const kind = inline ? "inline" : "data";
		return { start, end, kind, at, record, ...(cut ? { cut } : {}) };
	}

	return {
		at(offset) {
			bytes.about = about;
			const unit = units.at(offset);
			const tail = unit.end < inode.size ? undefined : tailOf(unit);
			if (tail) return tail;
			const blocks = units.blocksOf(unit);
			const { start, end, record } = unit;
			if (blocks === 0) {
				return { start, end, kind: "hole", record: span(space, record.start, record.end) };
			}
			const culprit = () => ({
				...unitField(inode, header, span(space, record.start, record.end)),
				nid: inode.nid,
			});
			const at = resolveUnified(image, unit.block * blockSize, blocks * blockSize, culprit);
			return stored(unit, at, false);
		},
	};
}

/** Of a tail in the packed inode: the header has the low half of its offset, a full head the high one. */
export const fragmentStart = (header: Header, { block }: Unit): Exact =>
	fromHalves(header.compact ? 0 : block, header.fragmentOffset ?? 0);

/**
 * Where the inline tail unit starts: behind the record (full) or pack (compact)
 * of the last byte's logical cluster.
 */
export function inlineStart(inode: BodyInode, header: Header): number {
	const lcn = Math.floor((inode.size - 1) / 2 ** header.lclusterBits);
	if (!header.compact) return fullRecord(header, lcn + 1);
	const { start, size } = packOf(inode, header, lcn);
	return start + size;
}
