import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { lzma } from "./lzma";
import { bothForms, type Forms, tryDecode } from "./testing";
import { samples } from "./vectors/samples.mjs";

let forms: [string, Forms["plain"]][];
beforeAll(async () => {
	forms = Object.entries(await bothForms(lzma));
});

/** A stream that decodes to the sample `text`. */
const vector = (
	JSON.parse(readFileSync(new URL("./vectors/lzma.json", import.meta.url), "utf8")) as {
		sample: string;
		start: number;
		size: number;
		stream: string;
	}[]
).find(({ sample, start }) => sample === "text" && start === 0);
const stream = Uint8Array.from(Buffer.from(vector?.stream ?? "", "base64"));
const size = vector?.size ?? 0;

const changed = (at: number, byte: number): Uint8Array => {
	const copy = stream.slice();
	copy[at] = byte;
	return copy;
};

const accepts = (input: Uint8Array, partial: boolean): boolean[] =>
	forms.map(([, codec]) => tryDecode(codec, input, size, partial) !== undefined);

describe("MicroLZMA", () => {
	it("takes the complement of the properties as its first byte", () => {
		expect(accepts(stream, false)).toEqual([true, true]);
		for (const [, codec] of forms) {
			const result = tryDecode(codec, stream, size, false);
			expect(result && Buffer.compare(result, samples.text.subarray(0, size))).toBe(0);
		}
	});

	it("refuses properties beyond lc + lp = 4 and pb = 4", () => {
		const properties = (lc: number, lp: number, pb: number) => 255 - ((pb * 5 + lp) * 9 + lc);
		for (const [lc, lp, pb] of [
			[5, 0, 0],
			[1, 4, 2],
			[8, 4, 4],
			[0, 0, 5],
		] as const) {
			expect(accepts(changed(0, properties(lc, lp, pb)), true), `${lc} ${lp} ${pb}`).toEqual([
				false,
				false,
			]);
		}
	});

	it("refuses a first number that lies outside the range", () => {
		const copy = stream.slice();
		copy.fill(0xff, 1, 5);
		expect(accepts(copy, true)).toEqual([false, false]);
	});

	it("notices any change of the last bytes, which leave nothing over", () => {
		for (let back = 1; back <= 4; back++) {
			const at = stream.length - back;
			for (const bit of [1, 16, 128]) {
				expect(accepts(changed(at, (stream[at] ?? 0) ^ bit), false)).toEqual([false, false]);
			}
		}
	});
});
