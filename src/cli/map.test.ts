/** What `map` says: the same as the oracle, in lines that a script can rely on. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { badFixture, fixture, fixtures } from "../testing/fixtures";
import type { TestImage } from "../testing/image-set";
import { ownersOf } from "../testing/oracle/owners";
import { difference, type OwnedPiece } from "../testing/oracle/pieces";
import { volumeOf } from "../testing/oracle/test-files";
import { cli, imageWords } from "./testing";

const folder = mkdtempSync(join(tmpdir(), "map-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Line {
	readonly space: string;
	readonly start: number;
	readonly end: number;
	readonly kind: OwnedPiece["kind"];
	readonly nid?: string;
	readonly path?: string;
	readonly nids?: readonly string[];
	readonly detail?: { readonly why?: string; readonly kind?: string };
}

async function linesOf(image: TestImage, ...words: string[]): Promise<Line[]> {
	const { status, text, err } = await cli("map", "--json", ...imageWords(image), ...words);
	expect({ status, err }).toEqual({ status: 0, err: [] });
	return text
		.trimEnd()
		.split("\n")
		.map((line) => JSON.parse(line));
}

function spacesIn(lines: readonly Line[]): Map<string, OwnedPiece[]> {
	const spaces = new Map<string, OwnedPiece[]>();
	for (const { space, start, end, kind, nid, nids } of lines) {
		const pieces = spaces.get(space) ?? [];
		spaces.set(space, pieces);
		expect(start, space).toBe(pieces.at(-1)?.end ?? 0);
		expect(end).toBeGreaterThan(start);
		const owners = nids ?? (nid === undefined ? [] : [nid]);
		pieces.push({ start, end, kind, nids: owners.map(BigInt) });
	}
	return spaces;
}

/** Those that programs may rely on. */
const LISTED = new Set(
	`boot superblock sb-extslots compression-config device-slot inode-compact inode-extended
	xattr-header xattr-shared-ids xattr-inline-entry shared-xattr prefix-table dirent dir-name
	inline-data chunk-map map-header lcluster-index-full lcluster-index-compact extent-base
	extent-record pcluster ztail-inline-pcluster plain-data chunk-data packed-data metabox-data
	fragment padding orphan unclaimed after-image`.split(/\s+/),
);

describe("kinds of bytes in JSON", () => {
	it.each(fixtures.bad)("are of the list, also where much is not known: $name", async (image) => {
		const { text } = await cli("map", "--json", ...imageWords(image));
		const all = text.split("\n").flatMap((line) => (line ? [JSON.parse(line)] : []));
		// Where nothing can be read it says why.
		const lines: Line[] = all.filter((line) => !("error" in line));
		const sums = await cli("space", "--json", ...imageWords(image));
		const { by_kind = {} } = sums.text ? JSON.parse(sums.text) : {};
		const kinds = new Set([...lines.map(({ kind }) => kind), ...Object.keys(by_kind)]);
		expect([...kinds].filter((kind) => !LISTED.has(kind))).toEqual([]);
		const unclaimed = lines
			.filter(({ space, kind }) => space === "image" && kind === "unclaimed")
			.reduce((sum, { start, end }) => sum + end - start, 0);
		expect(by_kind.unclaimed ?? 0).toBe(unclaimed);
	});
});

describe("map --json", () => {
	it.each(fixtures.good)("is what the oracle says of $name", async (image) => {
		const spaces = spacesIn(await linesOf(image));
		expect(difference(ownersOf(volumeOf(image)).spaces, spaces)).toBeUndefined();
	});

	it("lists the image, devices, metabox, packed inode and compressed directories in this order", async () => {
		const order = async (name: string) => [...spacesIn(await linesOf(fixture(name))).keys()];
		expect(await order("merged-2layers")).toEqual(["image", "device:1", "device:2"]);
		expect((await order("metabox-frag")).slice(0, 3)).toEqual(["image", "metabox", "packed"]);
		const [image, , ...files] = await order("dirs-zD-zstd");
		expect(image).toBe("image");
		expect(files.length).toBeGreaterThan(10);
		expect(files.every((space) => /^file:\d+$/.test(space))).toBe(true);
	});

	it("names the inode with its path, or all inodes where several share", async () => {
		const lines = await linesOf(fixture("xattr-default"));
		const shared = lines.filter(({ nids }) => nids);
		expect(shared.length).toBeGreaterThan(0);
		for (const { nid, path, nids } of shared) {
			expect({ nid, path }).toEqual({ nid: undefined, path: undefined });
			expect(nids?.length).toBeGreaterThan(1);
		}
		const alone = lines.filter(({ nid }) => nid !== undefined);
		expect(alone.every(({ path }) => path?.startsWith("/"))).toBe(true);
		expect(alone.some(({ path }) => path === "/")).toBe(true);
	});

	it("tells why bytes are padding, or nobody's", async () => {
		const lines = await linesOf(fixture("plain-default"));
		const idle = lines.filter(({ kind }) => kind === "padding" || kind === "unclaimed");
		expect(idle.length).toBeGreaterThan(10);
		expect(idle.every(({ detail }) => detail?.why)).toBe(true);
	});

	it("shows one space only", async () => {
		const lines = await linesOf(fixture("lz4hc-frag"), "--space", "packed");
		expect([...spacesIn(lines).keys()]).toEqual(["packed"]);
	});
});

describe("map --at", () => {
	it.each([
		["superblock", "plain-default", "1036"],
		["inode", "tinyz-lz4", "1152"],
		["pack", "tinyz-lz4", "0x62a"],
		["chunk", "chunk-4096-indexes", "1733"],
		["record", "b48-rec8", "1364"],
		["inline unit", "zstd-ztail-C65536", "2300"],
		["shared attribute", "xattr-default", "4100"],
		["contents", "lz4hc-frag", "5000"],
		["packed", "lz4hc-frag", "100", "--space", "packed"],
		["metabox", "metabox-dirs", "70", "--space", "metabox"],
		["unused", "empty-root", "4000"],
	])("explains a byte: %s", async (what, name, at, ...words) => {
		const image = fixture(name);
		const { status, text, err } = await cli("map", ...imageWords(image), "--at", at, ...words);
		expect({ status, err }).toEqual({ status: 0, err: [] });
		await expect(text).toMatchFileSnapshot(`./golden/map_at_${what.replace(/ /g, "_")}.txt`);
	});

	it("gives the same as data", async () => {
		const { text } = await cli("map", fixture("plain-default").file, "--at", "1036", "--json");
		expect(JSON.parse(text)).toMatchObject({
			offset: 1036,
			space: "image",
			start: 1024,
			end: 1152,
			kind: "superblock",
			steps: [
				{ name: "erofs_super_block", start: 1024, end: 1152 },
				{ name: "blkszbits", start: 1036, end: 1037 },
			],
		});
	});
});

describe("map", () => {
	it("is a table for people", async () => {
		const { text } = await cli("map", fixture("empty-root").file);
		await expect(text).toMatchFileSnapshot("./golden/map_empty-root.txt");
	});

	it.each([
		["--space", "device:1"],
		["--space", "file:1"],
		["--space", "nonsense"],
		["--at", "4096"],
		["--at", "-1"],
		["--at", "1", "--space", "packed"],
	])("ends with 2 for %s %s", async (...words) => {
		const { status, text } = await cli("map", fixture("empty-root").file, ...words);
		expect({ status, text }).toEqual({ status: 2, text: "" });
	});

	it("ends with 1 when two structures lie on the same bytes", async () => {
		const { status, err } = await cli("map", badFixture("inode-inline-crosses-block").file);
		expect(status).toBe(1);
		expect(err.filter((line) => line.includes("bytes-owned-twice")).length).toBeGreaterThan(0);
	});

	it("ends with 2 when a device is missing, and lists what there is", async () => {
		const { file } = fixture("merged-2layers");
		const { status, text } = await cli("map", file);
		expect(status).toBe(2);
		expect(text).toContain("device-slot");
	});

	it("puts what is behind the image last", async () => {
		const file = join(folder, "longer.erofs");
		const bytes = readFileSync(fixture("empty-root").file);
		writeFileSync(file, Buffer.concat([bytes, Buffer.alloc(100)]));
		const { text } = await cli("map", "--json", file);
		const last = JSON.parse(text.trimEnd().split("\n").at(-1) ?? "");
		expect(last).toMatchObject({
			start: bytes.length,
			end: bytes.length + 100,
			kind: "after-image",
		});
	});
});
