/**
 * The same question to dump.erofs, where it is installed: which stored bytes have the
 * contents of a file? It lists them by extents; both answers are joined before they are compared.
 */
import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { fixture } from "../fixtures";
import type { GoodImage } from "../image-set";
import type { Kind } from "./claims";
import type { Inode } from "./inode";
import { inodeClaims } from "./inode-claims";
import { roundUp } from "./space";
import { volumeOf } from "./test-files";
import { readTree } from "./tree";
import type { Volume } from "./volume";

/** Images with blocks of 4 KiB or less, which every build of dump.erofs reads. */
const images = [
	"plain-default",
	"layer1",
	"offset-8192",
	"chunk-4096-blockmap",
	"chunk-4096-indexes",
	"blobdev-48bit",
	"merged-2layers",
	"tinyz-lz4",
	"lz4hc-b1024",
	"lz4hc-b512",
	"crafted-head2-lz4",
	"zstd-ztail-C65536",
	"multialg-hints",
	"deflate-frag",
	"lzma-frag",
	"xattr-digest-lz4",
	"b48-lz4hc-dedupe",
	"b48-rec8",
	"metabox-frag",
].map(fixture);

/** Files of each image that are asked for: the largest, which have the most extents. */
const FILES = 15;

/** A range of stored bytes: `device start..end`. */
interface Stored {
	readonly device: number;
	readonly start: number;
	readonly end: number;
}

const EXTENT =
	/^ *\d+: *\d+\.\. *\d+ \| *\d+ : *(\d+)\.\. *(\d+) \| *(\d+)(?: *# device (\d+))?$/gm;

/** Extents that are stored: fragments are listed at byte 0, holes there or at the null address. */
function listed(
	{ file, devices, offset }: GoodImage,
	{ blockSize }: Volume,
	nid: bigint,
): Stored[] | undefined {
	const options = [...devices.map((device) => `--device=${device}`), `--offset=${offset}`];
	const { status, stdout } = spawnSync("dump.erofs", [...options, `--nid=${nid}`, "-e", file], {
		encoding: "utf8",
	});
	if (status !== 0) return undefined;
	return [...stdout.matchAll(EXTENT)]
		.map(([, start, end, , device]) => ({
			device: Number(device ?? 0),
			start: Number(start),
			end: Number(end),
		}))
		.filter(({ start }) => start !== 0 && start !== 0xffffffff * blockSize);
}

const CONTENTS: readonly Kind[] = [
	"plain-data",
	"inline-data",
	"chunk-data",
	"pcluster",
	"ztail-inline-pcluster",
];

/** Listed up to the end of the block. */
const WHOLE_BLOCKS: readonly Kind[] = ["plain-data", "chunk-data"];

function claimed(volume: Volume, inode: Inode): Stored[] {
	return inodeClaims(volume, inode)
		.filter(({ kind }) => CONTENTS.includes(kind))
		.map(({ space, start, end, kind }) => ({
			device: space === "image" ? 0 : Number(space.replace("device:", "")),
			start,
			end: WHOLE_BLOCKS.includes(kind) ? roundUp(end, volume.blockSize) : end,
		}));
}

/** Sorted, with what touches or overlaps as one. */
function joined(ranges: readonly Stored[]): string[] {
	const sorted = [...ranges].sort((a, b) => a.device - b.device || a.start - b.start);
	const result: Stored[] = [];
	for (const range of sorted) {
		const last = result.at(-1);
		if (last?.device === range.device && range.start <= last.end)
			result[result.length - 1] = { ...last, end: Math.max(last.end, range.end) };
		else result.push(range);
	}
	return result.map(({ device, start, end }) => `${device} ${start}..${end}`);
}

const hasDump = spawnSync("dump.erofs", ["-V"]).error === undefined;

describe.skipIf(!hasDump)("dump.erofs", () => {
	it.each(images)("finds the contents of files at the same bytes in $name", (image) => {
		const volume = volumeOf(image);
		const files = readTree(volume)
			.map(({ inode }) => inode)
			.filter(({ type, size }) => type === 0o100000 && size > 0n)
			.sort((a, b) => Number(b.size - a.size));
		const answers = files.slice(0, FILES).flatMap((inode) => {
			const theirs = listed(image, volume, inode.nid);
			return theirs ? [{ nid: inode.nid, theirs: joined(theirs), inode }] : [];
		});
		expect(answers.length).toBeGreaterThan(0);
		for (const { nid, theirs, inode } of answers)
			expect(joined(claimed(volume, inode)), `${image.name} ${nid}`).toEqual(theirs);
		expect(answers.some(({ theirs }) => theirs.length > 0)).toBe(true);
	});
});
