/** The wrappers of the corpus: each is recognised, and volumes that lie in one as they are, found. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { memorySource } from "../sources/memory";
import { volumeAt } from "../sources/volume";
import { corpusFolder } from "../testing/corpus";
import { openImage } from "./open";
import { seekVolumes } from "./seek";

interface Truth {
	readonly file: string;
	readonly images?: readonly {
		readonly extents?: readonly { readonly source: string; readonly file_offset?: number }[] | null;
	}[];
}

const folder = corpusFolder && join(corpusFolder, "wrappers");

/** What each is called, by the end of its name. */
const KINDS: readonly (readonly [end: RegExp, what: RegExp])[] = [
	[/\.(apex|capex|zip)$/, /a ZIP archive/],
	[/\.tar$/, /a tar archive/],
	[/\.gz$/, /gzip/],
	[/\.xz$/, /xz/],
	[/\.zst$/, /Zstandard/],
	[/\.simg$|_sparsechunk\.\d$/, /an Android sparse image/],
	[/^super.*\.img$/, /an Android super image/],
	[/^payload\.bin$/, /an Android OTA payload/],
	[/^vbmeta\.img$/, /an Android vbmeta image/],
	[/gpt\.img$/, /a GPT partition table/],
	[/mbr\.img$/, /an MBR partition table/],
	[/\.iso$/, /an ISO 9660 disc/],
];

const kindOf = (name: string) => KINDS.find(([end]) => end.test(name))?.[1];

const wrappers = folder ? readdirSync(folder).filter(kindOf) : [];

/** Where volumes begin in a wrapper, by its truth. */
function starts(name: string): number[] {
	const truth = JSON.parse(readFileSync(`${folder}/${name}.truth.json`, "utf8")) as Truth;
	return (truth.images ?? []).flatMap(({ extents }) => extents?.[0]?.file_offset ?? []);
}

describe.skipIf(!folder)("wrappers", () => {
	test.each(wrappers)("%s", async (name) => {
		const file = memorySource(new Uint8Array(readFileSync(`${folder}/${name}`)), name);
		const found: number[] = [];
		const options = { volumeAt: (at: number) => volumeAt(file, at) };
		for await (const { start } of seekVolumes(file, options)) found.push(start);
		if (existsSync(`${folder}/${name}.truth.json`))
			expect(found).toEqual(expect.arrayContaining(starts(name)));
		await expect(openImage(file)).rejects.toThrow(kindOf(name));
	});
});
