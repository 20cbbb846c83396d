/** Checksums of wrappers: those of sound ones are right, and whatever is changed of what they are of is told. */
import { describe, expect, it } from "vitest";
import type { Finding } from "../base/finding";
import { image } from "../testing/made-bytes";
import { made } from "../testing/made-wrappers";
import { corpusPlace, corpusSamples, hasCorpus, placeOf, tools } from "../testing/wrappers";
import { type Compared, compareSums } from "./compare-sums";
import type { Place } from "./near";

async function compared(place: Place) {
	const all: Compared[] = [];
	const findings: Finding[] = [];
	const isAll = await compareSums(place, {
		...tools,
		most: 10_000,
		tell: (one) => void all.push(one),
		report: (finding) => void findings.push(finding),
	});
	expect(isAll).toBe(true);
	return { all, findings };
}

/** What is wrong with it, in words. */
const wrong = (all: readonly Compared[]): string[] =>
	all.filter(({ outcome }) => outcome === "wrong").map(({ of, kind = "" }) => `${kind} ${of}`);

const kinds = (all: readonly Compared[]): string[] =>
	[...new Set(all.flatMap(({ chain, kind }) => (kind ? [`${chain}: ${kind}`] : [])))].sort();

describe.each([...made, ...corpusSamples()])("$name", ({ bytes }) => {
	it("has nothing wrong", async () => {
		const { all, findings } = await compared(placeOf(bytes));
		expect(wrong(all)).toEqual([]);
		expect(findings.filter(({ code }) => code.startsWith("wrapper-"))).toEqual([]);
	});
});

/** Chains to wrappers with what they have sums of, and the bytes of the file that one of them is of. */
const HELD: Readonly<Record<string, readonly [kind: string, of: string, Buffer]>> = {
	zip: ["CRC-32", "a/stored.img", image],
	payload: ["SHA-256", "system", image.subarray(4096)],
	uImage: ["CRC-32", "what is behind the header", image],
	FIT: ["SHA-256", "inner", image],
	"cpio with checksums": ["sum of bytes", "image", image],
	"sparse, 1 KiB blocks, long headers": ["CRC-32", "the image", image.subarray(2048)],
	"AVB footer with a hash": ["SHA-256 with salt", "the image", image],
	"OCI layout in a tar": ["SHA-256", "layer-1", image],
	"docker-save archive": ["SHA-256", "layer 1 of the image", image],
	gzip: ["", "its only part", Buffer.alloc(0)],
	"xz, several blocks": ["", "its only part", Buffer.alloc(0)],
	lz4: ["", "its only part", Buffer.alloc(0)],
	bzip2: ["", "its only part", Buffer.alloc(0)],
};

describe("what was changed is told, with the bytes that say otherwise", () => {
	it.each(Object.entries(HELD))("%s", async (name, [kind, of, bytes]) => {
		const sample = made.find((one) => one.name === name)!.bytes;
		const at = bytes.length ? sample.indexOf(bytes) + 1500 : sample.length >> 1;
		expect(at).toBeGreaterThan(1000);
		const copy = Buffer.from(sample);
		copy[at] = (copy[at] as number) ^ 1;
		const { all, findings } = await compared(placeOf(copy));
		expect(wrong(all)).toContain(`${kind} ${of}`);
		const told = findings.filter(
			({ code }) => code.startsWith("wrapper-") || code === "codec-stream",
		);
		expect(told.length).toBeGreaterThan(0);
		for (const { at, seen, allowed, code } of told) {
			expect(at.end).toBeGreaterThan(at.start);
			if (code === "wrapper-sum") expect(seen).not.toBe(allowed);
		}
	});
});

it("says what cannot be compared, and why", async () => {
	const { bytes } = made.find(({ name }) => name === "zip with descriptors")!;
	const copy = Buffer.from(bytes);
	// Another method, in the directory alone.
	const directory = copy.indexOf("PK\x01\x02", 0, "latin1");
	copy.writeUInt16LE(9, directory + 10);
	const { all } = await compared(placeOf(copy));
	expect(all.find(({ outcome }) => outcome === "unread")?.why).toMatch(/deflate64.*7-Zip/);
});

it("ends where the user says so", async () => {
	const { bytes } = made.find(({ name }) => name === "zip")!;
	const stopping = new AbortController();
	const all: Compared[] = [];
	const work = compareSums(placeOf(bytes), {
		...tools,
		...{ signal: stopping.signal, most: 100, report() {} },
		tell(one) {
			all.push(one);
			stopping.abort();
		},
	});
	await expect(work).rejects.toThrow("Cancelled");
	expect(all).toHaveLength(1);
});

describe.skipIf(!hasCorpus)("samples of the corpus", () => {
	const sample = (name: string) => placeOf(corpusSamples().find((one) => one.name === name)!.bytes);

	it.each([
		["erofs-allchunks.simg", [": CRC-32"]],
		["system-avb.img", [": SHA-1 root", ": SHA-256"]],
		["ota.zip", [": CRC-32", "zip/payload.bin: SHA-256"]],
		["images.zip", [": CRC-32"]],
	])("%s", async (name, wanted) => {
		expect(kinds((await compared(sample(name))).all)).toEqual(wanted);
	});

	it("all blobs of an OCI layout, in a folder", async () => {
		const { all } = await compared(corpusPlace("oci-layout"));
		expect(wrong(all)).toEqual([]);
		expect(all.filter(({ kind }) => kind === "SHA-256").length).toBeGreaterThan(4);
	});
});
