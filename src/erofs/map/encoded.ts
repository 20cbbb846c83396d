/**
 * Encoded extents (format section 15): records of 4, 8, 16 or 32 bytes with
 * byte-exact addresses. Small records have a fixed file span each; large ones
 * say where they start and are found by bisection.
 */
import { corrupt } from "../../base/errors";
import type { Finding } from "../../base/finding";
import { roundUp, type Span, span } from "../../base/range";
import { beyond } from "../../base/resident";
import { viewOf } from "../../schema/struct";
import { resolveUnified } from "../devices";
import type { Image } from "../image";
import type { Inode } from "../inode";
import { readMeta } from "../read";
import { EXTENT_PARTIAL, EXTENT_PLEN } from "../structs/zmap";
import type { Extent, ExtentMap } from "./extent";
import type { Header } from "./header";
import { fragmentExtent } from "./indexed";

interface Record {
	readonly plen: number;
	readonly pstart: number;
	readonly lstart: number;
	readonly at: Span;
}

export interface RecordTable {
	/** First record (for 4-byte records: behind the 8-byte base address). */
	readonly start: number;
	readonly size: number;
	readonly count: number;
	/** Fixed file bytes per record; undefined when records carry their start. */
	readonly fixed?: number;
}

export function recordTable(inode: Inode, header: Header): RecordTable {
	const size = header.recordSize ?? 0;
	const base = roundUp(header.at.end, size);
	const fixed = size < 16 ? 2 ** header.lclusterBits : undefined;
	return {
		start: size === 4 ? base + 8 : base,
		size,
		count: fixed === undefined ? (header.recordCount ?? 0) : Math.ceil(inode.size / fixed),
		...(fixed === undefined ? {} : { fixed }),
	};
}

/** @throws Failure `corrupt` when the table is empty or does not fit its container. */
export function encodedMap(image: Image, inode: Inode, header: Header): ExtentMap {
	const table = recordTable(inode, header);
	const { space, source } = inode.home;
	const about = { structure: "z_erofs_extent", nid: inode.nid };
	const tableEnd = table.start + table.count * table.size;
	if (tableEnd > source.size) throw corrupt(beyond(inode.home, table.start, tableEnd, about));
	if (table.count === 0) {
		throw damaged(header.at, "h_extents", "The extent table is empty.", "0", "at least 1");
	}

	function damaged(at: Span, field: string, text: string, seen: string, allowed: string) {
		const code = `extent-${field.replaceAll("_", "-")}`;
		const finding: Finding = { code, severity: "error", text, seen, allowed, field, at, ...about };
		return corrupt(finding);
	}

	async function record(i: number, signal?: AbortSignal): Promise<Record> {
		const start = table.start + i * table.size;
		const end = start + table.size;
		const view = viewOf(await readMeta(inode.home, start, end, about, signal));
		const u32 = (at: number) => (at < table.size ? view.getUint32(at, true) : 0);
		return {
			plen: u32(0),
			pstart: table.size === 4 ? await runningStart(i, signal) : u32(8) * 2 ** 32 + u32(4),
			lstart: table.fixed === undefined ? u32(16) * 2 ** 32 + u32(12) : i * table.fixed,
			at: span(space, start, end),
		};
	}

	// 4-byte records say only their length: the start is the sum of those before.
	// `known` remembers the last sum, so that reading on costs one step.
	let known: { index: number; pstart: number } | undefined;

	async function runningStart(i: number, signal?: AbortSignal): Promise<number> {
		if (!known || known.index > i) {
			const base = await readMeta(inode.home, table.start - 8, table.start, about, signal);
			known = { index: 0, pstart: Number(viewOf(base).getBigUint64(0, true)) };
		}
		const bytes = await readMeta(
			inode.home,
			table.start + known.index * 4,
			table.start + i * 4,
			about,
			signal,
		);
		const view = viewOf(bytes);
		let pstart = known.pstart;
		for (let p = 0; p < bytes.length; p += 4) pstart += view.getUint32(p, true) & EXTENT_PLEN;
		known = { index: i, pstart };
		return pstart;
	}

	/** Index of the record that holds `offset`. */
	async function search(offset: number, signal?: AbortSignal): Promise<number> {
		if (table.fixed !== undefined) return Math.floor(offset / table.fixed);
		let low = 0;
		let high = table.count - 1;
		while (low < high) {
			const middle = Math.ceil((low + high) / 2);
			if ((await record(middle, signal)).lstart <= offset) low = middle;
			else high = middle - 1;
		}
		return low;
	}

	async function rangeOf(i: number, r: Record, offset: number, signal?: AbortSignal) {
		const next = i + 1 < table.count ? await record(i + 1, signal) : undefined;
		const end = Math.min(next?.lstart ?? inode.size, inode.size);
		if (r.lstart <= offset && offset < end) return { start: r.lstart, end };
		throw damaged(
			r.at,
			"lstart",
			"The extents are not in ascending order or do not start at 0.",
			`file bytes ${r.lstart} to ${end}`,
			`a range holding byte ${offset}`,
		);
	}

	function storedExtent(range: { start: number; end: number }, r: Record): Extent {
		const { start, end } = range;
		const length = r.plen & EXTENT_PLEN;
		const format = r.plen >>> 28;
		const at = resolveUnified(image, r.pstart, length);
		if (format > 0) {
			const partial = (r.plen & EXTENT_PARTIAL) !== 0;
			return { start, end, kind: "compressed", at, algorithm: format - 1, partial, record: r.at };
		}
		if (end - start > length) {
			throw damaged(
				r.at,
				"plen",
				"An uncompressed extent is shorter than the file bytes it should hold.",
				`${end - start} bytes in ${length}`,
				"as many stored bytes as file bytes",
			);
		}
		const { blockSize } = image.facts;
		const aligned = r.pstart % blockSize === 0 && length % blockSize === 0;
		const cut = header.interlaced && aligned ? start % blockSize : 0;
		return { start, end, kind: "data", at, record: r.at, ...(cut ? { cut } : {}) };
	}

	return {
		async at(offset, signal) {
			const i = await search(offset, signal);
			const r = await record(i, signal);
			const range = await rangeOf(i, r, offset, signal);
			if (header.fragmentOffset !== undefined && i === table.count - 1) {
				// In a fragment tail the two words are the halves of the packed offset.
				const high = table.size === 4 ? 0 : r.pstart;
				return fragmentExtent(image, inode, range, high * 2 ** 32 + r.plen, r.at);
			}
			if ((r.plen & EXTENT_PLEN) === 0) return { ...range, kind: "hole", record: r.at };
			return storedExtent(range, r);
		},
	};
}
