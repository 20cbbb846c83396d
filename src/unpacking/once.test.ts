import { expect, it } from "vitest";
import { cancelled, checkCancelled } from "../base/errors";
import type { Unpacked } from "../containers/unpack";
import { memorySource } from "../sources/memory";
import { Once } from "./once";

const from = memorySource(new Uint8Array(8));
const came = (size: number): Unpacked => ({
	source: memorySource(new Uint8Array(size)),
	damage: undefined,
});
const packed = { codec: "gzip", start: 0, end: 8 } as const;

it("unpacks for all who ask, and again when it failed", async () => {
	const once = new Once();
	let begun = 0;
	const unpack = async () => {
		if (++begun === 1) throw new Error("full");
		return came(begun);
	};
	await expect(once.get(packed, from, undefined, unpack)).rejects.toThrow("full");
	const [one, other] = await Promise.all([
		once.get(packed, from, undefined, unpack),
		once.get(packed, from, undefined, unpack),
	]);
	expect(one).toBe(other);
	expect(await once.get(packed, from, undefined, unpack)).toBe(one);
	expect(begun).toBe(2);
	expect(await once.get({ ...packed, end: 7 }, from, undefined, unpack)).not.toBe(one);
});

it("who leaves takes it from nobody: another begins it anew, whoever it was", async () => {
	const once = new Once();
	const leaving = new AbortController();
	let begun = 0;
	const until = (signal?: AbortSignal) => async () => {
		begun++;
		if (signal) await new Promise((resolve) => signal.addEventListener("abort", resolve));
		checkCancelled(signal);
		return came(1);
	};
	const first = once.get(packed, from, leaving.signal, until(leaving.signal));
	const second = once.get(packed, from, undefined, until());
	const third = once.get(packed, from, AbortSignal.abort(), until());
	leaving.abort();
	await expect(first).rejects.toThrow(cancelled().message);
	await expect(third).rejects.toThrow(cancelled().message);
	expect((await second).source.size).toBe(1);
	expect(begun).toBe(2);
});
