/** Where the last unit of a file is when it lies in no block of its own: for those who point at it. */
import { findingOf } from "../../base/errors";
import { clamped, type Exact, sum } from "../../base/exact";
import { type Range, type Span, span } from "../../base/range";
import { PACKED_SPACE } from "../../base/space";
import type { Target } from "../../schema/field";
import { inlineStart, fragmentStart as startOfUnit } from "../map/indexed";
import { Records, fragmentStart as startOfRecord } from "../map/records";
import type { MapBody } from "./map-body";

type Mapped = Omit<MapBody, "tail">;

export interface Tail {
	/** Number of the record or entry that stands for it. */
	readonly n: number;
	/** Bytes of the file it holds. */
	readonly holds: Range;
	/** In the packed inode, or behind the index. */
	readonly target: Target;
}

/** Undefined when there is none, or a damaged map does not tell. @throws Missing */
export function tailOf(of: Mapped): Tail | undefined {
	const { fragmentOffset, inlineSize, recordSize } = of.header;
	try {
		if (fragmentOffset !== undefined)
			return recordSize === undefined ? fragmentOfIndex(of) : fragmentOfRecords(of);
		return inlineSize === undefined || recordSize !== undefined ? undefined : inlineUnit(of);
	} catch (error) {
		if (!findingOf(error)) throw error;
		return undefined;
	}
}

const lastUnit = ({ inode, indexed }: Mapped) => indexed().units.at(inode.size - 1);

function fragmentOfIndex(of: Mapped): Tail | undefined {
	const unit = lastUnit(of);
	const target = fragment(startOfUnit(of.header, unit), unit.end - unit.start);
	return target && { n: unit.lcn, holds: unit, target };
}

function fragmentOfRecords({ inode, header, bytes }: Mapped): Tail | undefined {
	const records = new Records(inode, header, bytes);
	const { count, size } = records.table;
	if (count === 0) return undefined;
	const record = records.load(count - 1);
	const start = clamped(record.lstart);
	const target = fragment(startOfRecord(record, size), inode.size - start);
	return target && { n: count - 1, holds: { start, end: inode.size }, target };
}

function inlineUnit(of: Mapped): Tail {
	const { inode, header } = of;
	const start = inlineStart(inode, header);
	const at: Span = span(inode.at.space, start, start + (header.inlineSize ?? 0));
	const unit = lastUnit(of);
	return { n: unit.lcn, holds: unit, target: { span: at, label: "inline tail" } };
}

/** Bytes of the packed inode, where positions reach. */
export function fragment(start: Exact, length: number): Target | undefined {
	const end = sum(start, length);
	return typeof start === "number" && typeof end === "number" && start <= end
		? { span: span(PACKED_SPACE, start, end), label: "fragment" }
		: undefined;
}

/** Where the entry `n` points when it stands for such a unit. */
export function tailTarget(of: { tail(): Tail | undefined }, n: number): Target | undefined {
	const tail = of.tail();
	return tail?.n === n ? tail.target : undefined;
}
