/** Extents of a file with encoded extents (format section 15): one for each record of its table. */
import { type Failure, refused } from "../../base/errors";
import { clamped } from "../../base/exact";
import { type Range, type Span, span } from "../../base/range";
import type { Resident } from "../../base/resident";
import { fieldAt } from "../../schema/struct";
import { resolveUnified } from "../devices";
import { fault } from "../faults";
import type { Image } from "../image";
import type { Inode } from "../inode";
import { EXTENT_PARTIAL, EXTENT_PLEN, extent32 } from "../structs/encoded-extent";
import { ADVISE, mapHeader } from "../structs/zmap";
import { unitField } from "./culprit";
import { damaged, findingIn, type Tell, tooMuchStored } from "./damage";
import type { Extent, ExtentMap } from "./extent";
import { fragmentExtent } from "./fragment";
import type { Header } from "./header";
import { RecordRanges } from "./record-ranges";
import { fragmentStart, Records } from "./records";

const structure = "z_erofs_extent";

/** @throws Failure `corrupt` when the table is empty or does not fit its container. */
export function encodedMap(
	image: Image,
	inode: Inode,
	header: Header,
	bytes: Resident,
	tell: Tell,
): ExtentMap {
	if (header.advise & ADVISE.INLINE_PCLUSTER) throw inlineToo(inode, header);
	const records = new Records(inode, header, bytes);
	const ranges = new RecordRanges(inode, records, tell);
	const { table } = records;
	const about = { structure, nid: inode.nid };
	const { space } = inode.home;
	if (table.count === 0) {
		throw damaged(inode, {
			...fault("extent-h-extents"),
			...fieldAt(mapHeader, "h_extents_lo", space, header.at.start),
			seen: "0",
			allowed: "at least 1",
		});
	}

	/** Stored as it is, from byte `address` of the unified space on. */
	function plain({ start, end }: Range, at: Span, address: number, record: Span): Extent {
		const length = at.end - at.start;
		if (end - start > length) {
			throw damaged(inode, {
				...fault("extent-plen"),
				...fieldAt(extent32, "plen", record.space, record.start),
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
			const i = before?.record
				? (before.record.end - table.start) / table.size
				: ranges.search(offset);
			const range = ranges.of(i, offset);
			const { plen, pstart, start, end } = records.load(i);
			const record = span(space, start, end);
			if (header.fragmentOffset !== undefined && i === table.count - 1) {
				const packed = fragmentStart(records.load(i), table.size);
				return fragmentExtent(image, inode, header, range, packed, record);
			}
			const length = plen & EXTENT_PLEN;
			if (length === 0) return { ...range, kind: "hole", record };
			// Asked for an address beyond 2^53.
			const culprit = () => ({ ...unitField(inode, header, record, true), nid: inode.nid });
			const at = resolveUnified(image, pstart, length, culprit);
			const format = plen >>> 28;
			if (format === 0) return plain(range, at, clamped(pstart), record);
			const partial = (plen & EXTENT_PARTIAL) !== 0;
			if (range.end < inode.size && !partial && range.end - range.start < length) {
				tell(tooMuchStored(fieldAt(extent32, "plen", space, start), range, at));
			}
			return {
				start: range.start,
				end: range.end,
				kind: "compressed",
				at,
				algorithm: format - 1,
				partial,
				record,
			};
		},
	};
}

/** Proposed for Linux, and not part of it: what such a table would mean is not settled. */
const inlineToo = (inode: Inode, { at }: Header): Failure =>
	refused(
		"unsupported",
		findingIn(inode, {
			...fault("z-extents-inline"),
			...fieldAt(mapHeader, "h_advise", at.space, at.start),
			seen: "EXTENTS and INLINE_PCLUSTER",
			allowed: "one of them",
		}),
	);
