/** Bootstraps of Nydus with their blobs: the files are what they were before they were packed. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { isDamage } from "../base/errors";
import {
	corpusManifest,
	corpusPlace,
	digestsAt,
	folderOf,
	hasCorpus,
	placeOf,
	seen,
	tools,
} from "../testing/wrappers";
import { follow } from "./chains";
import { type Compared, compareSums } from "./compare-sums";
import { knownChunks } from "./rafs-digests";
import { blobEntry, EXTENSION, extension } from "./rafs-tables";
import { Reading } from "./reading";

const file = (name: string) => readFileSync(new URL(`../testing/nydus/${name}`, import.meta.url));
const inlined = file("inlined-meta.blob");
const TRUTH: Record<string, string> = JSON.parse(file("inlined-meta.json").toString());

it("reads a bootstrap from the blob that it lies in", async () => {
	const { entries, findings } = await seen(placeOf(inlined));
	expect(findings).toEqual([]);
	expect(entries.map(({ chain, kind }) => [chain, kind])).toEqual([
		["", "nydus"],
		["nydus/image.blob", "chunks"],
		["nydus/blob.meta", "unknown"],
		["nydus/blob.meta.header", "unknown"],
		["nydus/blob.digest", "unknown"],
		["nydus/image.boot", "erofs"],
	]);
	expect(await digestsAt(placeOf(inlined), "image.boot")).toEqual(TRUTH);
});

it("tells a chunk that is not what its digest says, and reads the files of the others", async () => {
	const copy = Buffer.from(inlined);
	copy[40] = (copy[40] as number) ^ 1;
	const found = await digestsAt(placeOf(copy), "image.boot");
	const wrong = Object.entries(TRUTH).filter(([path, digest]) => found[path] !== digest);
	expect(wrong.length).toBeGreaterThan(0);
	expect(wrong.length).toBeLessThan(Object.keys(TRUTH).length);
	for (const [path] of wrong) expect(found[path]).not.toMatch(/^[0-9a-f]{64}$/);
});

it("ends with words where the blob is damaged", async () => {
	const outcomes = new Set<string>();
	for (let at = inlined.length - 8000; at < inlined.length; at += 397) {
		const copy = Buffer.from(inlined);
		for (const byte of [0xff, 0]) {
			copy[at] = byte;
			try {
				await seen(placeOf(copy));
				const found = await digestsAt(placeOf(copy), "image.boot");
				outcomes.add(JSON.stringify(found) === JSON.stringify(TRUTH) ? "same" : "told");
			} catch (error) {
				if (!isDamage(error) && !String(error).includes("There is no")) throw error;
				outcomes.add("refused");
			}
		}
	}
	expect(outcomes).toContain("refused");
});

it("ends with words whatever the bootstrap says of its blob", async () => {
	const { source } = (await follow(placeOf(inlined), "image.boot", tools)).place;
	const boot = Buffer.from(await source.read(0, source.size));
	const table = Number(boot.readBigUInt64LE(EXTENSION + extension.at.blob_table_offset));
	const name = boot.toString("latin1", table, table + 64);
	const read = (bootstrap: Buffer) =>
		digestsAt(folderOf({ bootstrap, [name]: inlined }), "bootstrap");
	expect(await read(boot)).toEqual(TRUTH);
	let damaged = 0;
	for (let at = table + 64; at < table + blobEntry.size; at += 3) {
		const copy = Buffer.from(boot);
		copy[at] = (copy[at] as number) ^ 0xff;
		try {
			const found = Object.values(await read(copy)).join();
			if (found.includes("is damaged: it is not where the bootstrap says")) damaged++;
		} catch (error) {
			if (!isDamage(error)) throw error;
		}
	}
	expect(damaged).toBeGreaterThan(2);
});

const KINDS = [
	"v1-lz4-sha256-2blobs",
	"v1-zstd-blake3-bigchunk",
	"v2-gzip-crc",
	"v2-batch",
	"zran-targz",
	"upstream-2.2",
];

it("says of which chunks digests are not compared", async () => {
	const bytes = new Uint8Array(1408 + 3 * 80);
	new DataView(bytes.buffer).setBigUint64(1152 + 24, 1408n, true);
	new DataView(bytes.buffer).setBigUint64(1152 + 32, 240n, true);
	const reading = new Reading(placeOf(bytes));
	const head = await reading.step(() => reading.read(extension, EXTENSION));
	const known = (most: number) => reading.step(() => knownChunks(reading, head, most));
	expect((await known(3)).get(0)?.length).toBe(3);
	expect(reading.findings).toEqual([]);
	expect((await known(2)).get(0)?.length).toBe(2);
	expect(reading.findings).toMatchObject([
		{ code: "nydus-digests-left-out", at: { start: 1184, end: 1192 }, seen: "3" },
	]);
});

/** Plain chunks have no other checksum than their digests. */
it.skipIf(!hasCorpus)("compares chunks of every kind with their digests", async () => {
	for (const kind of KINDS) {
		const { near } = corpusPlace(`nydus/${kind}`);
		const files: Record<string, Uint8Array> = {};
		for (const { name, open } of near.own) {
			const { source } = await open({} as never);
			const bytes = Uint8Array.from(await source.read(0, source.size));
			// Digests of chunks in the bootstrap: the first byte of each digest that is there.
			files[name] = name === "bootstrap" ? withoutDigests(bytes) : bytes;
		}
		const found = Object.values(await digestsAt(folderOf(files), "bootstrap"));
		expect(found.join(), kind).toContain("not what the digest in the bootstrap says");
	}
});

/** The bootstrap with another digest for every chunk. */
function withoutDigests(bytes: Uint8Array): Uint8Array {
	const view = new DataView(bytes.buffer);
	const [start, size] = [1152 + 24, 1152 + 32].map((at) => view.getUint32(at, true));
	for (let at = start as number; at < (start as number) + (size as number); at += 80) {
		bytes[at] = (bytes[at] as number) ^ 1;
	}
	return bytes;
}

describe.skipIf(!hasCorpus)("samples of the corpus", () => {
	it.each(KINDS)("%s", async (name) => {
		expect(await digestsAt(corpusPlace(`nydus/${name}`), "bootstrap")).toEqual(
			corpusManifest(`nydus/${name}`),
		);
	});

	it.each([...KINDS, "v2-aes128xts"])("%s: all checksums of its parts are right", async (name) => {
		const found: Compared[] = [];
		const tell = (compared: Compared) => void found.push(compared);
		await compareSums(corpusPlace(`nydus/${name}`), { ...tools, most: 1000, report() {}, tell });
		expect(found.length).toBeGreaterThan(0);
		expect(found.filter(({ outcome }) => outcome !== "right")).toEqual([]);
	});

	it("finds blobs by their contents, whatever they are called", async () => {
		const name = "nydus/v1-lz4-sha256-2blobs";
		const { near } = corpusPlace(name);
		const files: Record<string, Uint8Array> = {};
		for (const [i, { name, open }] of near.own.entries()) {
			const { source } = await open({} as never);
			files[name === "bootstrap" ? name : `renamed-${i}`] = await source.read(0, source.size);
		}
		expect(await digestsAt(folderOf(files), "bootstrap")).toEqual(corpusManifest(name));
	});

	it("names a cipher", async () => {
		const found = await digestsAt(corpusPlace("nydus/v2-aes128xts"), "bootstrap");
		expect(Object.values(found).join()).toContain("encrypted with AES-128-XTS");
	});
});
