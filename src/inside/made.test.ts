/**
 * Units of images that mkfs.erofs makes here, where it is installed, with every algorithm, many of
 * its levels and all that changes units: what is told of each adds up to its bytes and to what comes
 * out, and decoding in place works with the margin that is told, and with no byte less.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { open } from "../checks/open";
import { memorySource } from "../sources/memory";
import { contentsOf } from "../testing/oracle/contents";
import { isCompressed, readInode } from "../testing/oracle/inode";
import { openVolume } from "../testing/oracle/open";
import { readTree } from "../testing/oracle/tree";
import { unitsOf } from "../testing/oracle/units";
import { spaceNamed } from "../testing/oracle/volume";
import { chance } from "../testing/shuffled";
import { type Inside, insideOf } from "./inside";
import type { Lz4Inside } from "./lz4";

const folder = mkdtempSync(join(tmpdir(), "units-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Options of mkfs.erofs. */
const MADE = [
	"-zlz4",
	"-zlz4 -C16384",
	"-zlz4hc,level=1",
	"-zlz4hc,level=12 -C65536",
	"-zlz4hc,level=9 -b1024",
	"-zlz4hc -Eztailpacking",
	"-zlz4hc -Efragments -C16384",
	"-zlz4hc -Eall-fragments,dedupe",
	"-zlz4hc -Elegacy-compress",
	"-zlzma,level=0",
	"-zlzma,level=6 -C65536",
	"-zlzma,level=109,lc=0,lp=2,pb=0 -C16384",
	"-zlzma,level=3 -Eztailpacking,fragments",
	"-zdeflate,level=1",
	"-zdeflate,level=9 -C65536",
	"-zdeflate,level=9,dictsize=4096 -Efragments",
	"-zlibdeflate,level=12 -C16384 -Eztailpacking",
	"-zzstd,level=1",
	"-zzstd,level=3 -C16384 -Eztailpacking",
	"-zzstd,level=22 -C65536",
	"-zzstd,level=15 -Efragments,dedupe -C16384",
	"-zlz4:lzma:deflate:zstd -C16384",
];

/** Texts, programs and noise as they come, and what compressors make something odd of. */
function writeTree(root: string): void {
	const random = chance(21);
	const under = (n: number) => Math.floor(random() * n);
	const words = Array.from({ length: 400 }, () =>
		Array.from({ length: 2 + under(8) }, () => String.fromCharCode(97 + under(26))).join(""),
	);
	const text = (bytes: number) => {
		let out = "";
		while (out.length < bytes) out += `${words[under(words.length)]} `;
		return Buffer.from(out.slice(0, bytes));
	};
	const noise = (bytes: number) => Buffer.from(Array.from({ length: bytes }, () => under(256)));
	const table = Buffer.alloc(60_000);
	for (let i = 0; i < 15_000; i++) table.writeUInt32LE(i * i, i * 4);
	const letter = text(70_000);
	const files: Readonly<Record<string, Uint8Array>> = {
		"short.txt": text(900),
		"letter.txt": letter,
		"again.txt": Buffer.concat([text(5000), letter.subarray(9000, 60_000)]),
		"table.bin": table,
		"zeros.bin": Buffer.alloc(50_000),
		"stairs.bin": Buffer.concat(Array.from({ length: 40 }, (_, i) => Buffer.alloc(900 + i, i))),
		"mixed.bin": Buffer.concat([text(20_000), noise(9000), Buffer.alloc(9000), text(9000)]),
		"exact.txt": text(16_384),
	};
	mkdirSync(root);
	for (const [name, bytes] of Object.entries(files)) writeFileSync(join(root, name), bytes);
}

const hasMkfs = spawnSync("mkfs.erofs", ["-V"]).error === undefined;

/** Decodes by what is told of the sequences alone, in one memory, and says whether input was lost. */
function decodeInPlace(
	stream: Uint8Array,
	{ sequences: s }: Lz4Inside,
	size: number,
	margin: number,
): { readonly out: Uint8Array; readonly lost: boolean } {
	const begin = Math.max(0, size + margin - stream.length);
	const memory = new Uint8Array(Math.max(size + margin, stream.length));
	memory.set(stream, begin);
	let out = 0;
	let lost = false;
	/** Input from here on is still to be read. */
	let unread = begin;
	const write = (byte: number) => {
		if (out >= unread) lost = true;
		memory[out++] = byte;
	};
	for (let i = 0; i < s.count; i++) {
		const literalsAt = begin + (s.literalsAt[i] ?? 0);
		for (let k = 0; k < (s.literals[i] ?? 0); k++) {
			const byte = memory[literalsAt + k] ?? 0;
			unread = literalsAt + k + 1;
			write(byte);
		}
		unread = begin + (s.end[i] ?? 0);
		const distance = s.distance[i] ?? 0;
		for (let k = 0; k < (s.length[i] ?? 0); k++) write(memory[out - distance] ?? 0);
	}
	return { out: memory.subarray(0, size), lost };
}

/** What of a unit does not add up, in words. */
function faultsOf(inside: Inside, stream: Uint8Array, truth: Uint8Array): string[] {
	const { lz4, lzma, deflate, zstd, partial, refused } = inside;
	const told = lz4 ?? lzma ?? deflate ?? zstd;
	const faults: string[] = [];
	const same = (what: string, one: unknown, other: unknown) => {
		if (one !== other) faults.push(`${what}: ${one}, not ${other}`);
	};
	same("stopped", told?.stopped?.why, undefined);
	same("refused", refused, undefined);
	same("length", inside.end - inside.start, truth.length);
	if (lz4) {
		const { tokens, lengths, literals, distances, copied } = lz4.ledger;
		const used = lz4.sequences.end[lz4.sequences.count - 1] ?? 0;
		same("bytes", tokens + lengths + literals + distances, used);
		if (!partial) same("stream", used, stream.length);
		same("output", literals + copied, truth.length);
		if (partial) return faults;
		const pages = Math.ceil(truth.length / 4096) * 4096;
		same("room", inside.inPlace.room, pages - truth.length);
		same("asked", inside.inPlace.asked, (stream.length >> 8) + 32);
		const enough = decodeInPlace(stream, lz4, truth.length, lz4.margin);
		same("lost with the margin", enough.lost, false);
		same("in place", Buffer.compare(enough.out, truth), 0);
		if (lz4.margin > 0)
			same("lost without", decodeInPlace(stream, lz4, truth.length, lz4.margin - 1).lost, true);
		if (inside.inPlace.room >= inside.inPlace.asked && lz4.margin > inside.inPlace.room)
			faults.push(`what Linux asks for is less than the ${lz4.margin} it needs`);
	}
	if (lzma) {
		const { literal, short, match, repeat } = lzma.packets;
		same("output", literal + lzma.copied, truth.length);
		same(
			"lengths",
			lzma.lengths.reduce((sum, n) => sum + n, 0),
			match + repeat,
		);
		expect(short).toBeGreaterThanOrEqual(0);
	}
	for (const { start, end, bits, literals, matches, kind } of deflate?.blocks ?? []) {
		same("bits", bits.tables + bits.literals + bits.matches, end - start);
		if (kind !== "stored" && literals + matches === 0) faults.push("an empty block");
	}
	const outputs = (deflate ?? zstd)?.blocks.reduce((sum, { output }) => sum + output, 0);
	if (outputs !== undefined && !partial) same("output", outputs, truth.length);
	if (deflate && !partial)
		same("stream", Math.ceil((deflate.blocks.at(-1)?.end ?? 0) / 8), stream.length);
	if (zstd && !partial)
		same("stream", zstd.blocks.at(-1)?.end, stream.length - (zstd.checksum ? 4 : 0));
	let at = zstd?.header ?? 0;
	for (const { start, end } of zstd?.blocks ?? []) {
		same("block", start, at);
		at = end;
	}
	return faults;
}

describe.skipIf(!hasMkfs)("mkfs.erofs", () => {
	it.each(MADE)("%s", async (options) => {
		const tree = join(folder, "tree");
		if (!existsSync(tree)) writeTree(tree);
		const file = join(folder, "made.erofs");
		rmSync(file, { force: true });
		const words = ["--quiet", "-T0", ...options.split(" "), file, tree];
		const { status, stderr } = spawnSync("mkfs.erofs", words, { encoding: "utf8" });
		expect({ status, stderr }).toMatchObject({ status: 0 });
		const bytes = readFileSync(file);
		const image = await open(memorySource(bytes));
		const volume = openVolume({ image: bytes, devices: [], offset: 0 });
		const wrong: string[] = [];
		let seen = 0;
		const packed = volume.packed ? [readInode(volume, volume.packedNid)] : [];
		const hidden = packed.map((inode) => ({ path: "the packed inode", inode }));
		for (const { inode, path } of [...readTree(volume), ...hidden]) {
			if (!isCompressed(inode) || inode.size === 0n) continue;
			const truth = contentsOf(volume, inode);
			for (const unit of unitsOf(volume, inode)) {
				const isStored = unit.where === "blocks" || unit.where === "inline";
				if (!isStored || unit.algorithm === undefined) continue;
				seen++;
				const inside = await insideOf(image, inode.nid, unit.logical);
				const { space, start, end } = inside.stream;
				const stream = spaceNamed(volume, space).slice(start, end);
				const part = truth.subarray(inside.start, inside.end);
				const faults = faultsOf(inside, stream, part);
				wrong.push(...faults.map((fault) => `${path} at ${unit.logical}: ${fault}`));
			}
		}
		expect(wrong).toEqual([]);
		expect(seen).toBeGreaterThan(0);
	});
});
