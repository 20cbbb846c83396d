/**
 * The same question to dump.erofs, where it is installed: which inode a path leads to, and where
 * the extent that holds a byte is stored.
 */
import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { fixture } from "../testing/fixtures";
import { type GoodImage, openTestImage } from "../testing/image-set";
import { chance, pick } from "../testing/shuffled";
import type { Walk } from "./step";
import { walkToContents } from "./walk";

/** Images with blocks of 4 KiB or less, which every build of dump.erofs reads. */
const images = [
	"plain-default",
	"offset-8192",
	"chunk-4096-blockmap",
	"chunk-4096-indexes",
	"merged-2layers",
	"tinyz-lz4",
	"lz4hc-b1024",
	"crafted-head2-lz4",
	"zstd-ztail-C65536",
	"multialg-hints",
	"deflate-frag",
	"lzma-frag",
	"b48-lz4hc-dedupe",
	"b48-rec8",
	"metabox-frag",
].map(fixture);

/** Files of each image that are asked for, and bytes of each. */
const FILES = 8;
const BYTES = 4;

/** A row of the table: file bytes [start, end), stored from `at` on in `length` bytes. */
interface Row {
	readonly start: number;
	readonly end: number;
	readonly at: number;
	readonly length: number;
	readonly device: number;
}

interface Dumped {
	readonly nid: string;
	readonly rows: readonly Row[];
}

const ROW = /^ *\d+: *(\d+)\.\. *(\d+) \| *\d+ : *(\d+)\.\. *\d+ \| *(\d+)(?: *# device (\d+))?$/gm;

function dumped({ file, devices, offset }: GoodImage, path: string): Dumped | undefined {
	const options = [...devices.map((device) => `--device=${device}`), `--offset=${offset}`];
	const words = [...options, `--path=${path}`, "-e", file];
	const { status, stdout } = spawnSync("dump.erofs", words, { encoding: "utf8" });
	const [, nid] = /NID: *(\d+)/.exec(stdout) ?? [];
	if (status !== 0 || nid === undefined) return undefined;
	const rows = [...stdout.matchAll(ROW)].map((found) => {
		const [start = 0, end = 0, at = 0, length = 0, device = 0] = found
			.slice(1)
			.map((text) => Number(text ?? 0));
		return { start, end, at, length, device };
	});
	return { nid, rows };
}

/** Where the contents are stored that a way ends at: the unit, or the byte. */
function storedAt({ steps }: Walk): { space: string; start: number; end: number } | undefined {
	const own = steps.filter(({ depth }) => depth === 0);
	const unit = own.findLast(({ unit }) => unit)?.unit;
	if (unit) return unit.stored;
	const last = own.findLast(({ sum, at: [at] }) => sum?.of === "place" && at.end === at.start + 1);
	return last?.at[0];
}

const hasDump = spawnSync("dump.erofs", ["-V"]).error === undefined;

describe.skipIf(!hasDump)("dump.erofs", () => {
	it.each(images)(
		"finds inode and stored bytes of files in $name where ways lead",
		async (image) => {
			const opened = await openTestImage(image);
			const random = chance(2);
			const files = image
				.manifest()
				.filter(
					({ type, size = 0, path }) => type === "reg" && size > 0 && /^[\w./-]+$/.test(path),
				);
			let compared = 0;
			for (let i = 0; i < Math.min(FILES, files.length); i++) {
				const { path, size = 0 } = files[pick(random, files.length)] as (typeof files)[number];
				const theirs = dumped(image, `/${path}`);
				if (!theirs) continue;
				for (let k = 0; k < BYTES; k++) {
					const n = pick(random, size);
					const walk = await walkToContents(opened, new TextEncoder().encode(path), n);
					const texts = walk.steps.map(({ text }) => text);
					expect(texts.some((text) => text.startsWith(`Inode ${theirs.nid} lies here`))).toBe(true);
					const row = theirs.rows.find(({ start, end }) => start <= n && n < end);
					const mine = storedAt(walk);
					// Fragments are listed at byte 0, holes there or at the null address.
					if (!row || row.at === 0 || walk.end === "hole" || !mine) continue;
					compared++;
					const where = `byte ${n} of ${path}`;
					const space = row.device === 0 ? "image" : `device:${row.device}`;
					expect({ where, space: mine.space }).toEqual({ where, space });
					if (mine.end - mine.start > 1) {
						expect({ where, ...mine }).toMatchObject({ start: row.at, end: row.at + row.length });
					} else {
						expect(mine.start, where).toBeGreaterThanOrEqual(row.at);
						expect(mine.start, where).toBeLessThan(row.at + row.length);
					}
				}
			}
			expect(compared).toBeGreaterThan(0);
		},
	);
});
