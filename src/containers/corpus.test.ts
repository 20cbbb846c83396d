/** Every sample of the corpus: its images are found, and are byte for byte and file for file the truth's. */
import { describe, expect, it } from "vitest";
import type { ByteSource } from "../base/source";
import { sha256 } from "../cli/sha256";
import { openImage } from "../erofs/open";
import { manifest } from "../export/manifest";
import { sliceSource } from "../sources/slice";
import {
	assembled,
	corpusBytes,
	corpusSamples,
	corpusTruth,
	digestOf,
	hasCorpus,
	placeOf,
	type Sample,
	seen,
	type TruthPath,
	tools,
} from "../testing/wrappers";
import { follow } from "./chains";

const samples = corpusSamples();

async function manifestOf(source: ByteSource): Promise<Record<string, TruthPath>> {
	const image = await openImage(source);
	const paths: Record<string, TruthPath> = {};
	for await (const entry of manifest(image, { newHasher: sha256 })) {
		const { path, type, mode, size, sha256, target } = entry;
		const key = path === "/" ? "/" : `/${path}`;
		if (type === "dir") paths[key] = { type: "dir", mode };
		else if (type === "lnk") paths[key] = { type: "symlink", target: target as string };
		else if (type === "reg") {
			paths[key] = { type: "file", mode, size: Number(size), sha256: sha256 as string };
		} else paths[key] = { type };
	}
	return paths;
}

/** Without the root, and with the keys that the truth has. */
async function expectManifest(source: ByteSource, truth: Readonly<Record<string, TruthPath>>) {
	const found = await manifestOf(source);
	for (const [path, wanted] of Object.entries(truth)) expect(found[path]).toMatchObject(wanted);
	const extra = Object.keys(found).filter((path) => path !== "/" && !(path in truth));
	expect(extra).toEqual([]);
}

describe.skipIf(!hasCorpus)("samples of the corpus", () => {
	it.each(samples)("$name", async ({ bytes, images }: Sample) => {
		const place = placeOf(bytes);
		const { entries, findings } = await seen(place);
		expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
		expect(entries.filter(({ trouble }) => trouble)).toEqual([]);
		for (const truth of images) {
			let found: ByteSource | undefined;
			for (const { kind, chain } of entries) {
				if (kind !== "erofs" && kind !== "avb") continue;
				const { source } = (await follow(place, chain, tools)).place;
				if (source.size < truth.size) continue;
				const own = sliceSource(source, 0, truth.size);
				const read = await own.read(0, truth.size);
				if (digestOf(read) !== truth.sha256) continue;
				found = own;
				const pieces = assembled(bytes, truth);
				if (pieces) expect(Buffer.compare(read, pieces)).toBe(0);
				break;
			}
			expect(found, `image ${truth.inside ?? truth.sha256}`).toBeDefined();
			const { devices, writer } = await openImage(found as ByteSource);
			// A tar index without its tar has only names, as has composefs without its objects.
			const isWhole =
				devices.every((device) => device.source) && writer?.name !== "composefs image";
			if (isWhole) await expectManifest(found as ByteSource, truth.manifest);
		}
	});

	it("puts split sparse images together, in any order", async () => {
		const [truth] = corpusTruth("erofs-split.img_sparsechunk");
		const pieces = [0, 1].map((n) => corpusBytes(`erofs-split.img_sparsechunk.${n}`));
		for (const [first, second] of [pieces, pieces.toReversed()] as [Uint8Array, Uint8Array][]) {
			const place = placeOf(first, second);
			const { source } = (await follow(place, "sparse", tools)).place;
			expect(digestOf(await source.read(0, source.size))).toBe(truth?.sha256);
			await expectManifest(source, truth?.manifest ?? {});
		}
	});
});
