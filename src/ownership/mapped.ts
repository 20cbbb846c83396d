/**
 * Contents of compressed files, as nearly all are: their index is followed from its beginning to
 * its end, and each unit is a row.
 */
import { clamped, type Exact, sum } from "../base/exact";
import type { Resident } from "../base/resident";
import { EXTENT, EXTENT_KIND, type Extents } from "../census/extents";
import type { Container, Image } from "../erofs/image";
import { recordContext } from "../erofs/layout/extent-records";
import { kind } from "../erofs/layout/kinds";
import { PADDINGS } from "../erofs/layout/padding";
import { CompactIndex, tooLarge } from "../erofs/map/compact";
import { FULL_GAP, FullIndex } from "../erofs/map/full";
import { type Header, readHeader } from "../erofs/map/header";
import { fragmentStart as fragmentOfUnit, inlineStart } from "../erofs/map/indexed";
import { fragmentStart as fragmentOfRecord, Records, recordTable } from "../erofs/map/records";
import { UnitPass } from "../erofs/map/unit-pass";
import {
	EXTENT_PARTIAL,
	EXTENT_PLEN,
	extentBase,
	extentTable,
} from "../erofs/structs/encoded-extent";
import { ADVISE, LCLUSTER } from "../erofs/structs/zmap";
import { isSound } from "../schema/struct";
import type { Devices } from "./devices";
import type { KindSums } from "./kind-sums";
import { PADDING } from "./kinds";
import type { Subject } from "./subject";
import type { UsualContents } from "./usual";

const MAP_HEADER = kind("map-header");
const EXTENT_BASE = kind("extent-base");
const RECORD = kind("extent-record");
const PACKS = kind("lcluster-index-compact");
const INDEX = kind("lcluster-index-full");
const TAIL = kind("ztail-inline-pcluster");

/** Units followed at once: those of longer files are not in memory together. */
const MOST_UNITS = 2 ** 18;

const { DATA, INLINE, FRAGMENT, COMPRESSED } = EXTENT_KIND;

export class MappedContents implements UsualContents {
	end = 0;
	readonly isCounted = true;
	readonly #image: Image;
	readonly #extents: Extents;
	readonly #devices: Devices;
	readonly #pass = new UnitPass();
	readonly #compact = new CompactIndex();
	readonly #full = new FullIndex();
	#file!: Subject;
	/** Of the file that was taken last. */
	#header!: Header;
	/** Others must look at it. */
	#isOdd = false;

	constructor(image: Image, extents: Extents, devices: Devices) {
		this.#image = image;
		this.#extents = extents;
		this.#devices = devices;
	}

	take(file: Subject): boolean {
		if (this.#image.facts.undeclaredLz4) return false;
		const { count } = this.#extents;
		this.#file = file;
		this.#follow(file.bytes);
		this.#compareLengths(count);
		return !this.#isOdd;
	}

	addTo(sums: KindSums): void {
		const header = this.#header;
		const { at, compact, recordSize, inlineSize, wholeFragment } = header;
		sums.add(PADDING, at.start - this.#file.bodyEnd, PADDINGS["map-header"]);
		sums.add(MAP_HEADER, at.end - at.start, undefined);
		if (wholeFragment !== undefined) return;
		if (recordSize !== undefined) {
			const { start, size, count } = recordTable(this.#file, header);
			const base = size === 4 ? extentBase.size : 0;
			sums.add(PADDING, start - base - at.end, PADDINGS.records);
			sums.add(EXTENT_BASE, base, undefined);
			sums.add(RECORD, size * count, undefined);
			return;
		}
		const tail = inlineSize ?? 0;
		const gap = compact ? 0 : FULL_GAP;
		sums.add(PADDING, gap, PADDINGS["full-index"]);
		sums.add(compact ? PACKS : INDEX, this.end - tail - gap - at.end, undefined);
		sums.add(TAIL, tail, undefined);
	}

	#odd = (): void => {
		this.#isOdd = true;
	};

	#follow(bytes: Resident): void {
		const file = this.#file;
		this.#isOdd = false;
		const header = readHeader(this.#image, file, bytes, this.#odd);
		this.#header = header;
		this.end = header.at.end;
		this.#expectZeros(bytes, file.bodyEnd, header.at.start);
		if (header.wholeFragment !== undefined) this.#fragment(0, file.size, header.wholeFragment);
		else if (header.recordSize !== undefined) this.#records(header, bytes);
		else if (tooLarge(file, header)) this.#odd();
		else this.#units(header, bytes);
	}

	#units(header: Header, bytes: Resident): void {
		const file = this.#file;
		const index = header.compact ? this.#compact : this.#full;
		const pass = this.#pass.open(file, header, index.open(file, header, bytes));
		const most = this.#extents.count + MOST_UNITS;
		while (pass.position < file.size && !this.#isOdd) {
			if (pass.next() && this.#extents.count < most) this.#unit(header);
			else this.#odd();
		}
		this.end = inlineStart(file, header) + (header.inlineSize ?? 0);
		if (!header.compact) this.#expectZeros(bytes, header.at.end, header.at.end + FULL_GAP);
	}

	/** The one that the pass has come to. */
	#unit(header: Header): void {
		const { start, end, block, blocks } = this.#pass;
		const file = this.#file;
		const { blockSize } = this.#image.facts;
		// The last unit of a file may be stored elsewhere than in blocks of its own.
		if (end >= file.size) {
			const { inlineSize } = header;
			if (header.fragmentOffset !== undefined) {
				this.#fragment(start, end, fragmentOfUnit(header, this.#pass));
				return;
			}
			if (inlineSize !== undefined) {
				const at = inlineStart(file, header);
				if (inlineSize > blockSize - (at % blockSize)) this.#odd();
				this.#unitAt(this.#stored(start, file.home, at, inlineSize), header, INLINE);
				return;
			}
		}
		if (blocks === undefined) this.#odd();
		else if (blocks === 0) this.#extents.addHole(file.row, start);
		else {
			const extent = this.#inBlocks(start, block * blockSize, blocks * blockSize);
			this.#unitAt(extent, header, DATA);
		}
	}

	/** Says what is stored there. @param kind of a unit that is not compressed */
	#unitAt(extent: number, header: Header, kind: number): void {
		const { type, partial } = this.#pass;
		if (type !== LCLUSTER.PLAIN)
			this.#compressed(extent, header.algorithms[type === LCLUSTER.HEAD2 ? 1 : 0], partial);
		else if (kind === DATA) this.#plain(extent, header);
		else this.#extents.kind[extent] = kind;
	}

	#records(header: Header, bytes: Resident): void {
		if (header.advise & ADVISE.INLINE_PCLUSTER) this.#odd();
		const records = new Records(this.#file, header, bytes);
		const { start, size, count, end } = records.table;
		const form = extentTable(size);
		if (count > MOST_UNITS) this.#odd();
		for (let i = 0; i < count && !this.#isOdd; i++) {
			const isFragment = header.fragmentOffset !== undefined && i === count - 1;
			this.#record(records, i, header, isFragment);
			const p = bytes.seek(start + i * size, size);
			const context = recordContext(this.#image.facts, isFragment);
			if (!isSound(form, bytes.view, p, context)) this.#odd();
		}
		this.end = clamped(end);
		if (count === 0) this.#odd();
		this.#expectZeros(bytes, header.at.end, size === 4 ? start - extentBase.size : start);
	}

	#record(records: Records, i: number, header: Header, isFragment: boolean): void {
		const record = records.load(i);
		const { plen, pstart } = record;
		const start = clamped(record.lstart);
		const length = plen & EXTENT_PLEN;
		if (isFragment) {
			const packed = fragmentOfRecord(record, records.table.size);
			this.#fragment(start, this.#file.size, packed);
		} else if (length === 0) this.#extents.addHole(this.#file.row, start);
		else {
			const extent = this.#inBlocks(start, clamped(pstart), length);
			const format = plen >>> 28;
			if (format === 0) this.#plain(extent, header);
			else this.#compressed(extent, format - 1, (plen & EXTENT_PARTIAL) !== 0);
		}
	}

	/** @param start in the file @returns the row of the extent */
	#stored(start: number, { space, source }: Container, at: number, length: number): number {
		if (at + length > source.size) this.#odd();
		const extent = this.#extents.addHole(this.#file.row, start);
		this.#extents.place(extent, space, at, length);
		return extent;
	}

	/** The same for what lies at a byte of the unified space. */
	#inBlocks(start: number, at: number, length: number): number {
		const extent = this.#extents.addHole(this.#file.row, start);
		if (!this.#devices.place(extent, at, length)) this.#odd();
		return extent;
	}

	/** As it is, perhaps rotated within its block. */
	#plain(extent: number, { interlaced }: Header): void {
		const { offset, start, length, kind } = this.#extents;
		const { blockSize } = this.#image.facts;
		const isAligned = [start, length].every(
			(column) => (column[extent] as number) % blockSize === 0,
		);
		const isCut = interlaced && isAligned && (offset[extent] as number) % blockSize !== 0;
		kind[extent] = DATA | (isCut ? EXTENT.CUT : 0);
	}

	#compressed(extent: number, algorithm: number, isPartial: boolean): void {
		this.#extents.algorithm[extent] = algorithm;
		this.#extents.kind[extent] = COMPRESSED | (isPartial ? EXTENT.PARTIAL : 0);
	}

	/** Bytes [start, end) of the file, from a byte of the packed inode on. */
	#fragment(start: number, end: number, offset: Exact): void {
		const { packed } = this.#image;
		if (!packed || sum(offset, end - start) > packed.source.size) {
			this.#odd();
			return;
		}
		const extent = this.#stored(start, packed, clamped(offset), end - start);
		this.#extents.kind[extent] = FRAGMENT;
	}

	/** Of the extents from `first` on: bytes of the file against stored ones. */
	#compareLengths(first: number): void {
		const { count, offset, length, kind } = this.#extents;
		if (offset[first] !== 0) this.#odd();
		for (let i = first; i < count && !this.#isOdd; i++) {
			const isLast = i + 1 === count;
			const end = isLast ? this.#file.size : (offset[i + 1] as number);
			const bytes = end - (offset[i] as number);
			const more = bytes - (length[i] as number);
			const bits = kind[i] as number;
			const what = bits & EXTENT.KIND;
			if (bytes <= 0) this.#odd();
			else if (what === DATA || what === INLINE) this.#isOdd = more > 0;
			else if (what === COMPRESSED)
				this.#isOdd = more < 0 && !isLast && (bits & EXTENT.PARTIAL) === 0;
		}
	}

	#expectZeros(bytes: Resident, start: number, end: number): void {
		if (!this.#isOdd && bytes.slice(start, end).some((byte) => byte !== 0)) this.#odd();
	}
}
