import { beforeEach, expect, test } from "vitest";
import { cancelled, Failure } from "../../../../base/errors";
import { type Span, span } from "../../../../base/range";
import type { FindParams } from "../../../../worker/protocol";
import { columnsOf } from "../model/geometry.model";
import { Finder, type FindState } from "./find";
import { Hex } from "./hex";

const QUERY = { bytes: Uint8Array.of(1, 2), ignoreCase: false };

let asked: FindParams[];
let answers: (Span | Error | undefined)[];
let states: FindState[];
let hits: Span[];
let hex: Hex;
let finder: Finder;

beforeEach(() => {
	asked = [];
	answers = [];
	states = [];
	hits = [];
	hex = new Hex({
		space: "image",
		size: 1000,
		home: 0,
		blockSize: 512,
		fetchBytes: async (start, end) => ({ bytes: new Uint8Array(end - start), missing: [] }),
		fetchNodes: async () => [],
	});
	hex.layout(columnsOf({ perRow: 16, group: 8, digits: 8, charWidth: 8, rowHeight: 20 }), 100);
	const search = async (params: FindParams, signal: AbortSignal) => {
		asked.push(params);
		const answer = answers.shift();
		await Promise.resolve();
		if (signal.aborted) throw cancelled();
		if (answer instanceof Error) throw answer;
		return answer;
	};
	finder = new Finder(hex, search, {
		state: (state) => states.push(state),
		hit: (hit) => {
			hits.push(hit);
			hex.visit(hit, undefined);
		},
	});
});

const last = () => states.at(-1);

test("from the cursor on, then from behind the hit", async () => {
	hex.move(100, false);
	answers = [span("image", 100, 102), span("image", 300, 302)];
	await finder.find(QUERY, false);
	await finder.find(QUERY, false);
	expect(asked.map((p) => p.from)).toEqual([100, 101]);
	expect(hits.map((h) => h.start)).toEqual([100, 300]);
	expect(last()).toEqual({ running: false, message: "Found at 0x12c." });
});

test("at the end it goes round once, up to where it began, and says so", async () => {
	hex.move(500, false);
	answers = [undefined, span("image", 20, 22)];
	await finder.find(QUERY, false);
	expect(asked.map((p) => [p.from, p.to])).toEqual([
		[500, undefined],
		[0, 500],
	]);
	expect(last()?.message).toBe(
		"Found at 0x14. The search passed the end: continued from the start.",
	);
});

test("backward starts before the selection and goes round at the start", async () => {
	hex.move(500, false);
	answers = [undefined, span("image", 900, 902)];
	await finder.find(QUERY, true);
	expect(asked.map((p) => [p.from, p.to, p.backward])).toEqual([
		[500, undefined, true],
		[1000, 500, true],
	]);
	expect(last()?.message).toContain("passed the start");
});

test("nothing anywhere", async () => {
	answers = [undefined, undefined];
	await finder.find(QUERY, false);
	expect(hits).toEqual([]);
	expect(last()).toMatchObject({ running: false, tone: "wrong" });
});

test("stopping drops what still comes", async () => {
	answers = [span("image", 1, 3)];
	const ended = finder.find(QUERY, false);
	finder.stop();
	await ended;
	expect(hits).toEqual([]);
	expect(last()).toEqual({ running: false, message: "Stopped." });
});

test("a newer search takes over", async () => {
	answers = [span("image", 1, 3), span("image", 7, 9)];
	const first = finder.find(QUERY, false);
	await finder.find({ ...QUERY, ignoreCase: true }, false);
	await first;
	expect(hits.map((h) => h.start)).toEqual([7]);
});

test("a failure is told", async () => {
	answers = [new Failure({ kind: "io", message: "File gone." })];
	await finder.find(QUERY, false);
	expect(last()).toEqual({ running: false, message: "File gone.", tone: "wrong" });
});
