/** Extents of a file with encoded extents (format section 15): one for each record of its table. */
import { clamped, type Exact, product, smaller } from "../../base/exact";
import { type Range, type Span, span } from "../../base/range";
import type { Resident } from "../../base/resident";
import { fieldAt } from "../../schema/struct";
import { resolveUnified } from "../devices";
import type { Image } from "../image";
import type { Inode } from "../inode";
import { EXTENT_PARTIAL, EXTENT_PLEN, extent32, mapHeader } from "../structs/zmap";
import { unitField } from "./culprit";
import { damaged } from "./damage";
import { type Extent, type ExtentMap, endingAt } from "./extent";
import { fragmentExtent } from "./fragment";
import type { Header } from "./header";
import { fragmentStart, Records } from "./records";

const structure = "z_erofs_extent";

/** @throws Failure `corrupt` when the table is empty or does not fit its container. */
export function encodedMap(image: Image, inode: Inode, header: Header, bytes: Resident): ExtentMap {
	const records = new Records(inode, header, bytes);
	const { table } = records;
	const about = { structure, nid: inode.nid };
	if (table.count === 0) {
		throw damaged(inode, {
			code: "extent-h-extents",
			...fieldAt(mapHeader, "h_extents_lo", inode.home.space, header.at.start),
			text: "The extent table is empty.",
			seen: "0",
			allowed: "at least 1",
		});
	}

	/** Index of the record that holds `offset`: computed, or found by bisection. */
	function search(offset: number): number {
		if (table.fixed !== undefined) return Math.floor(offset / table.fixed);
		let low = 0;
		let high = table.count - 1;
		while (low < high) {
			const middle = Math.ceil((low + high) / 2);
			if (records.load(middle).lstart <= offset) low = middle;
			else high = middle - 1;
		}
		return low;
	}

	const firstByteOf = (i: number): Exact => {
		if (i >= table.count) return inode.i_size;
		return table.fixed === undefined ? records.load(i).lstart : product(i, table.fixed);
	};

	/** The file bytes of record `i`, which must hold `offset`. */
	function rangeOf(i: number, offset: number): Pick<Extent, "start" | "end" | "beyond"> {
		const end = smaller(firstByteOf(i + 1), inode.i_size);
		const start = firstByteOf(i);
		if (start <= offset && offset < end) {
			return { start: clamped(start), ...endingAt(end, inode.size) };
		}
		throw damaged(inode, {
			code: "extent-lstart",
			text: "The extents are not in ascending order or do not start at 0.",
			seen: `file bytes ${start} to ${end}`,
			allowed: `a range holding byte ${offset}`,
			...fieldAt(extent32, "lstart_lo", inode.home.space, records.load(i).start),
		});
	}

	/** Stored as it is, from byte `address` of the unified space on. */
	function plain({ start, end }: Range, at: Span, address: number, record: Span): Extent {
		const length = at.end - at.start;
		if (end - start > length) {
			throw damaged(inode, {
				code: "extent-plen",
				...fieldAt(extent32, "plen", record.space, record.start),
				text: "An uncompressed extent is shorter than the file bytes it should hold.",
				seen: `${end - start} bytes in ${length}`,
				allowed: "as many stored bytes as file bytes",
			});
		}
		const { blockSize } = image.facts;
		const aligned = address % blockSize === 0 && length % blockSize === 0;
		const cut = header.interlaced && aligned ? start % blockSize : 0;
		return { start, end, kind: "data", at, record, ...(cut ? { cut } : {}) };
	}

	return {
		at(offset, before) {
			bytes.about = about;
			const i = before?.record ? (before.record.end - table.start) / table.size : search(offset);
			const range = rangeOf(i, offset);
			const { plen, pstart, start, end } = records.load(i);
			const record = span(inode.home.space, start, end);
			if (header.fragmentOffset !== undefined && i === table.count - 1) {
				const offset = fragmentStart(records.load(i), table.size);
				return fragmentExtent(image, inode, header, range, offset, record);
			}
			const length = plen & EXTENT_PLEN;
			if (length === 0) return { ...range, kind: "hole", record };
			const culprit = () => ({ ...unitField(inode, header, record), nid: inode.nid });
			const at = resolveUnified(image, pstart, length, culprit);
			const format = plen >>> 28;
			if (format === 0) return plain(range, at, clamped(pstart), record);
			return {
				start: range.start,
				end: range.end,
				kind: "compressed",
				at,
				algorithm: format - 1,
				partial: (plen & EXTENT_PARTIAL) !== 0,
				record,
			};
		},
	};
}
