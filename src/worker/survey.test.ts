/** The walk is shared: one runs for all who wait, and stops when nobody does. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { belowOf } from "../census/below";
import { countingSource } from "../sources/counting";
import { memorySource } from "../sources/memory";
import { list } from "./list";
import { openSession } from "./session";

const bytes = new Uint8Array(
	readFileSync(new URL("../testing/images/good/dirs-many-b512.erofs", import.meta.url)),
);

async function session() {
	const { peek: _, ...slow } = memorySource(bytes, "image");
	const source = countingSource(slow);
	return { source, session: await openSession([source], { offset: 0, remote: false }) };
}

const quiet = () => {};

/** Of TYPE_NAMES. */
const DIRECTORY = 2;

test("two who ask at once get one walk", async () => {
	const alone = await session();
	await alone.session.surveyor.join(new AbortController().signal, quiet);
	const both = await session();
	const signal = new AbortController().signal;
	const [a, b] = await Promise.all([
		both.session.surveyor.join(signal, quiet),
		both.session.surveyor.join(signal, quiet),
	]);
	expect(a).toBe(b);
	expect(both.source.counts.requests).toBe(alone.source.counts.requests);
});

test("one who leaves does not stop the other; the last one does", async () => {
	const { source, session: s } = await session();
	const first = new AbortController();
	const second = new AbortController();
	const a = s.surveyor.join(first.signal, quiet);
	const b = s.surveyor.join(second.signal, quiet);
	first.abort();
	await expect(a).rejects.toMatchObject({ info: { kind: "cancelled" } });
	second.abort();
	await expect(b).rejects.toMatchObject({ info: { kind: "cancelled" } });
	const before = source.counts.requests;
	const again = await s.surveyor.join(new AbortController().signal, quiet);
	expect(again.inodes).toBe(s.overview.inodes);
	expect(source.counts.requests).toBeGreaterThan(before);
});

test("what is below a directory is what its listing and those below it say", async () => {
	const { session: s } = await session();
	const { signal } = new AbortController();
	await s.surveyor.join(signal, quiet);
	const below = belowOf(s.surveyor.tree);
	expect(below.nid).toEqual(below.nid.toSorted());
	const sum = async (nid: bigint): Promise<{ size: bigint; names: number }> => {
		const { entries } = await list(s, nid, signal);
		const total = { size: 0n, names: 0 };
		for (let i = 0; i < entries.count; i++) {
			total.size += entries.size[i] as bigint;
			total.names++;
			if (entries.type[i] !== DIRECTORY) continue;
			const inside = await sum(entries.nid[i] as bigint);
			total.size += inside.size;
			total.names += inside.names;
		}
		return total;
	};
	for (const [row, nid] of below.nid.entries()) {
		const { size, names } = await sum(nid);
		// No file of this image has two names.
		expect([nid, below.size[row], below.inodes[row], below.links[row]]).toEqual([
			nid,
			size,
			names,
			0,
		]);
	}
});
