/** The bundled samples: complete, small, and as good or as damaged as they say. */
import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Finding } from "../base/finding";
import { openImage } from "../erofs/open";
import { type ManifestEntry, manifest } from "../export/manifest";
import { memorySource } from "../sources/memory";
import { type Sample, samples, samplesFolder } from "./samples";

const source = (file: string) => memorySource(readFileSync(samplesFolder + file), file);

function sha256() {
	const hash = createHash("sha256");
	return { update: (bytes: Uint8Array) => void hash.update(bytes), hex: () => hash.digest("hex") };
}

/** Reads everything; what looked wrong on the way is in `findings`. */
async function readAll({ file, devices = [] }: Sample) {
	const found: Finding[] = [];
	const image = await openImage(source(file), { devices: () => devices.map(source) });
	const entries: ManifestEntry[] = [];
	const report = (finding: Finding) => void found.push(finding);
	for await (const entry of manifest(image, { newHasher: sha256, report })) entries.push(entry);
	return { entries, findings: [...image.findings, ...found] };
}

const sample = (id: string) => samples.find((each) => each.id === id) as Sample;
const digestOf = (entries: readonly ManifestEntry[], path: string) =>
	entries.find((entry) => entry.path === path)?.sha256;

describe("samples", () => {
	it.each(samples)("$id: its files are there and small", ({ file, size, devices = [] }) => {
		const sizes = [file, ...devices].map((name) => statSync(samplesFolder + name).size);
		expect(sizes.reduce((a, b) => a + b)).toBe(size);
		expect(size).toBeLessThan(300_000);
	});

	it.each(samples.filter(({ id }) => id !== "broken"))(
		"$id: reads without a finding",
		async (s) => {
			const { entries, findings } = await readAll(s);
			expect(findings).toEqual([]);
			expect(entries.filter(({ error }) => error)).toEqual([]);
			expect(entries.length).toBeGreaterThan(2);
		},
	);

	it("algorithms: every algorithm gives the same files", async () => {
		const { entries } = await readAll(sample("algorithms"));
		const below = (folder: string) =>
			entries
				.filter(({ path }) => path.startsWith(`${folder}/`))
				.map(({ path, sha256 }) => [path.slice(folder.length), sha256]);
		for (const folder of ["lzma", "deflate", "zstd"]) expect(below(folder)).toEqual(below("lz4"));
	});

	it("broken: the three damages are found, and the rest is what it was", async () => {
		const { entries, findings } = await readAll(sample("broken"));
		const whole = await readAll(sample("lz4"));
		const codes = findings.map(({ code }) => code).sort();
		expect(codes).toEqual(["beyond-end", "inode-mode", "z-decode"]);
		expect(entries.find(({ path }) => path === "diary.txt")?.error).toBeDefined();
		const lost = ["diary.txt", "story/3-the-tails.txt", "source/Makefile"];
		const kept = whole.entries.filter(({ path }) => !lost.includes(path));
		for (const { path, sha256 } of kept) expect(digestOf(entries, path), path).toBe(sha256);
	});
});
