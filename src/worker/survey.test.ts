/** The walk is shared: one runs for all who wait, and stops when nobody does. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { countingSource } from "../sources/counting";
import { memorySource } from "../sources/memory";
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
