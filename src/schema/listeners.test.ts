/** The listeners, over a grammar small enough to be seen through. */
import { expect, test } from "vitest";
import type { Finding } from "../base/finding";
import { Resident } from "../base/resident";
import { memorySource } from "../sources/memory";
import { Annotator } from "./annotator";
import { Checker } from "./checker";
import { Claimer } from "./claimer";
import { fieldKit } from "./field";
import { Stepper } from "./stepper";
import { struct } from "./struct";
import { known, plus, times } from "./sum";
import { bitsAt, itemsOf, type Part, type Visitor } from "./visit";

const { u8, u16, rule } = fieldKit<null>();

const record = struct<null>()(
	"record",
	4,
	"Two numbers.",
	{
		low: u16(0, {
			doc: "The lower.",
			rules: [rule("low-even", "warning", (v) => v % 2 === 0, "It is odd.", "an even number")],
		}),
		high: u16(2, { doc: "The higher.", role: "pointer" }),
	},
	{
		links: [
			{
				field: "high",
				to: ({ low, high }, _, { space, start }) => ({
					span: { space, start: start - low, end: high },
					label: "between",
				}),
			},
		],
		rules: [
			{
				code: "ascending",
				severity: "error",
				fields: ["high", "low"],
				text: "They do not ascend.",
				allowed: "high above low",
				ok: ({ low, high }) => high >= low,
			},
		],
	},
);
const head = struct<null>()("head", 1, "How many.", { count: u8(0, { doc: "Records." }) });

/** | count 1 | count records of 4 | two entries of 12 bits in 3 bytes | the rest | */
interface List {
	readonly bytes: Resident;
	readonly count: number;
}
const HEAD: Part<List> = { kind: 1 };
const LIST: Part<List> = { kind: 2, key: "list", role: "struct" };
const RECORD: Part<List> = {
	kind: 2,
	label: (_, _start, n) => `number ${n}`,
	sum: (_, _start, n) => plus(times(known(n, "number"), 4), 1),
};
const GROUP: Part<List> = { kind: 3 };
const ENTRY: Part<List> = {
	key: "entry",
	bits: () => [
		{ mask: 0xff, label: "value", doc: "Eight bits." },
		{ mask: 0xf00, label: "type", doc: "Four bits." },
	],
};
const REST: Part<List> = {
	kind: 4,
	key: "rest",
	role: "data",
	target: ({ bytes }, start, end) => ({
		span: { space: bytes.space, start, end },
		label: "itself",
	}),
};

function lay(bytes: Resident, v: Visitor): void {
	const count = bytes.u8(0);
	const of = { bytes, count };
	v.struct(HEAD, of, head, 0, null);
	const end = 1 + 4 * count;
	if (end > bytes.size) {
		const at = { space: bytes.space, start: 0, end: 1 };
		v.stop({ code: "too-many", severity: "error", structure: "head", text: "Too many.", at });
		return;
	}
	if (v.open(LIST, of, 1, end)) {
		const told = itemsOf(v, 1, 4, count);
		for (let i = told.start; i < told.end; i++) v.struct(RECORD, of, record, 1 + 4 * i, null, i);
		v.close(count - (told.end - told.start));
	}
	if (v.open(GROUP, of, end, end + 3)) {
		for (let i = 0; i < 2; i++) v.bits(ENTRY, of, end, 12 * i, 12, i);
		v.close();
	}
	v.bytes(REST, of, end + 3, bytes.size);
}

/** Records 0:(0,0), 1:(2,1) …; the entries are 0xabc and 0x123. */
function listOf(count: number, rest = 4): Resident {
	const bytes = Buffer.alloc(1 + 4 * count + 3 + rest);
	bytes.writeUInt8(count, 0);
	for (let i = 0; i < count; i++) bytes.writeUInt16LE(i * 3, 1 + 4 * i + 2);
	bytes.writeUIntLE(0x123abc, 1 + 4 * count, 3);
	return new Resident({ space: "image", source: memorySource(bytes) });
}

test("an annotator makes nodes of parts with a name, and gives those inside others to them", () => {
	const bytes = listOf(2);
	const v = new Annotator(bytes);
	lay(bytes, v);
	expect(v.nodes.map(({ key, start, end }) => [key, start, end])).toEqual([
		["head", 0, 1],
		["list", 1, 9],
		["entry", 9, 11],
		["entry", 10, 12],
		["rest", 12, 16],
	]);
	const [, list, first, second, rest] = v.nodes;
	expect(list?.children?.map(({ label }) => label)).toEqual(["number 0", "number 1"]);
	expect(first).toMatchObject({ raw: "0xabc", part: { from: 0, count: 12 } });
	expect(second).toMatchObject({ raw: "0x123", part: { from: 4, count: 12 } });
	expect(second?.bits?.map(({ label, value }) => [label, value])).toEqual([
		["value", 0x23],
		["type", 1],
	]);
	expect(rest?.target?.label).toBe("itself");
	const high = list?.children?.[1]?.children?.[1];
	expect(high?.target?.span).toEqual({ space: "image", start: 5, end: 3 });
});

test("an annotator tells only what is in its range, and so many of a list", () => {
	const bytes = listOf(100);
	const v = new Annotator(bytes, { range: { start: 40, end: 60 }, most: 3 });
	lay(bytes, v);
	expect(v.nodes.map(({ key }) => key)).toEqual(["list"]);
	const [list] = v.nodes;
	expect(list?.children?.map(({ label }) => label)).toEqual(["number 9", "number 10", "number 11"]);
	expect(list?.more).toBe(97);
});

test("a range that reaches outside of the space is clipped", () => {
	const bytes = listOf(2);
	for (const range of [
		{ start: -5, end: 2 ** 60 },
		{ start: 0, end: Number.POSITIVE_INFINITY },
	])
		expect(new Annotator(bytes, { range }).range).toEqual({ start: 0, end: bytes.size });
	expect(new Annotator(bytes, { range: { start: 99, end: 120 } }).range).toEqual({
		start: 0,
		end: 0,
	});
});

test("a claimer takes parts with a kind whole", () => {
	const claims: number[][] = [];
	const bytes = listOf(3);
	lay(bytes, new Claimer(bytes.size, (kind, start, end) => claims.push([kind, start, end])));
	expect(claims).toEqual([
		[1, 0, 1],
		[2, 1, 13],
		[3, 13, 16],
		[4, 16, 20],
	]);
});

test("a checker runs rules of fields and of records, and tells what damage stopped", () => {
	const found: Finding[] = [];
	const data = Buffer.from([2, 1, 0, 5, 0, 4, 0, 3, 0, 0, 0, 0]);
	const bytes = new Resident({ space: "image", source: memorySource(data) });
	lay(bytes, new Checker(bytes, (finding) => found.push(finding), 7n));
	expect(found.map(({ code, field, seen, nid }) => [code, field, seen, nid])).toEqual([
		["low-even", "low", "1", 7n],
		["ascending", "high", "high 0x3, low 4", 7n],
	]);
	expect(found[1]?.at).toEqual({ space: "image", start: 7, end: 9 });

	const none: Finding[] = [];
	const short = new Resident({ space: "image", source: memorySource(Buffer.from([255])) });
	lay(short, new Checker(short, (finding) => none.push(finding)));
	expect(none.map(({ code }) => code)).toEqual(["too-many"]);
});

test("a stepper explains a byte from the outside in, with sums", () => {
	const bytes = listOf(3);
	const v = new Stepper(bytes, { start: 11, end: 12 });
	lay(bytes, v);
	expect(v.steps.map(({ name, label, sum, value }) => [name, label, sum?.text, value])).toEqual([
		["list", undefined, undefined, undefined],
		["record", "number 2", "number 2 × 4 + 1", undefined],
		["high", undefined, "start 9 + 2", "0x6"],
	]);
	expect(v.steps.map(({ start, sum }) => sum?.value ?? start)).toEqual([1, 9, 11]);
	expect(v.steps.at(-1)?.target?.label).toBe("between");
	expect(v.steps[1]?.kind).toBe(2);
	expect(v.steps.map(({ depth }) => depth)).toEqual([0, 1, 2]);
});

test("a stepper explains a byte that two packed entries share, bit by bit", () => {
	const bytes = listOf(0);
	const v = new Stepper(bytes, { start: 2, end: 3 });
	lay(bytes, v);
	expect(v.steps.map(({ name, start, bits, value }) => [name, start, bits, value])).toEqual([
		["entry", 1, [0, 11], undefined],
		["type", 1, [8, 11], "10"],
		["entry", 2, [4, 15], undefined],
		["value", 2, [4, 11], "35"],
	]);
	expect(v.steps.map(({ depth }) => depth)).toEqual([0, 1, 0, 1]);
});

test("bits are read across bytes, and none beyond them", () => {
	const view = new DataView(Uint8Array.of(0xbc, 0x3a, 0x12).buffer);
	expect(bitsAt(view, 0, 0, 12)).toBe(0xabc);
	expect(bitsAt(view, 0, 12, 12)).toBe(0x123);
	expect(bitsAt(view, 0, 0, 24)).toBe(0x123abc);
	expect(bitsAt(view, 2, 3, 5)).toBe(2);
});
