/** A damaged superblock does not hide the tree: there is a way to it, and every finding stays. */
import { expect, test } from "vitest";
import { memorySource } from "../sources/memory";
import { badFixture, fixture, fixtures } from "../testing/fixtures";
import { sourceOf } from "../testing/image-set";
import { openImage } from "./open";
import { salvage } from "./salvage";

test.each(["sb-blkszbits-17", "sb-wrong-magic", "sb-wrong-checksum"])(
	"%s: blocks of 4 KiB make sense",
	async (name) => {
		const source = sourceOf(badFixture(name));
		const [best] = await salvage(source);
		expect(best).toMatchObject({ blkszbits: 12, fitsFile: true, inodes: 118n, entries: 118 });
		const { blkszbits } = best as { blkszbits: number };
		const image = await openImage(source, { assume: { blkszbits } });
		expect(image.trouble).toBeUndefined();
		expect(image.facts.blockSize).toBe(4096);
		const field = name.replace(/^sb-(wrong-)?/, "").replace(/-\d+$/, "");
		// Whatever is wrong in the first block, its checksum is wrong along with it.
		expect(new Set(image.findings.map((f) => f.field))).toEqual(new Set([field, "checksum"]));
	},
);

test("a block size that is set aside is said to be", async () => {
	const source = sourceOf(fixture("tiny-plain"));
	const image = await openImage(source, { assume: { blkszbits: 10 } });
	expect(image.findings.map(({ code }) => code)).toContain("sb-blkszbits-assumed");
});

test("every sound image can be opened so too, with nothing more to say", async () => {
	for (const image of fixtures.good.slice(0, 12)) {
		const { findings } = await openImage(sourceOf(image), { assume: {} });
		expect(findings.map(({ code }) => code)).toEqual([]);
	}
});

test.each([
	["text", new TextEncoder().encode("Just some notes.\n".repeat(1000))],
	["zeros", new Uint8Array(100_000)],
	["noise", Uint8Array.from({ length: 100_000 }, (_, i) => (i * 7919 + (i >> 3) * 31) & 255)],
	["a few bytes", Uint8Array.of(1, 2, 3)],
])("%s: no way", async (_, bytes) => {
	expect(await salvage(memorySource(bytes, "other"))).toEqual([]);
});
