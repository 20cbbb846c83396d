/** Streams as the usual programs write them, whole and damaged. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { crc32 } from "../../base/crc32";
import { Failure, isDamage } from "../../base/errors";
import { xxh32 } from "../../base/xxh32";
import { fixture } from "../../testing/fixtures";
import { bzip2 } from "./bzip2";
import { lz4 } from "./lz4";
import { lzma } from "./lzma-file";
import { xz } from "./xz";
import { zstd } from "./zstd";

type Decode = (pieces: AsyncIterable<Uint8Array>) => AsyncGenerator<Uint8Array, void, void>;

const has = (program: string): boolean => {
	try {
		execFileSync(program, ["--version"], { stdio: "ignore" });
		return true;
	} catch {
		return false;
	}
};

const text = readFileSync(fixture("lz4hc-b512").file);
const image = readFileSync(fixture("tiny-plain").file);
const plain = Buffer.concat([image, text, Buffer.alloc(20_000), image, text, Buffer.alloc(10, 1)]);
const program = readFileSync(process.execPath).subarray(0x40000, 0x40000 + 30_000);

async function* inPieces(bytes: Uint8Array, size: number) {
	for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function unpacked(decode: Decode, bytes: Uint8Array, size = 4096): Promise<Buffer> {
	const pieces: Uint8Array[] = [];
	let total = 0;
	for await (const piece of decode(inPieces(bytes, size))) {
		pieces.push(piece.slice());
		total += piece.length;
		if (total > 64 << 20) throw new Error("a bomb");
	}
	return Buffer.concat(pieces);
}

const CASES: readonly [program: string, options: string[], decode: Decode][] = [
	["xz", [], xz],
	["xz", ["-0", "--check=none"], xz],
	["xz", ["-9", "--check=crc32", "--block-size=50000"], xz],
	["xz", ["--check=sha256", "--lzma2=lc=1,lp=2,pb=1"], xz],
	["xz", ["--x86", "--lzma2=preset=3"], xz],
	["xz", ["--arm", "--lzma2"], xz],
	["xz", ["--armthumb", "--lzma2"], xz],
	["xz", ["--arm64", "--lzma2"], xz],
	["xz", ["--powerpc", "--lzma2"], xz],
	["xz", ["--ia64", "--lzma2"], xz],
	["xz", ["--sparc", "--lzma2"], xz],
	["xz", ["--delta=dist=4", "--lzma2"], xz],
	["xz", ["--format=lzma"], lzma],
	["xz", ["--format=lzma", "--lzma1=preset=0,lc=0,lp=2,pb=0,dict=4096"], lzma],
	["bzip2", ["-9"], bzip2],
	["bzip2", ["-1"], bzip2],
	["zstd", ["-q"], zstd],
	["zstd", ["-q", "-19", "--no-check", "--long=24"], zstd],
	["zstd", ["-q", "-1", "-B65536"], zstd],
	["lz4", ["-q"], lz4],
	["lz4", ["-q", "-l"], lz4],
	["lz4", ["-q", "-9", "-BD", "-B4", "-BX", "--content-size"], lz4],
];

describe.each(CASES)("%s %j", (name, options, decode) => {
	const packed = (input: Uint8Array): Buffer =>
		execFileSync(name, [...options, "-c"], { input, maxBuffer: 1 << 28 });

	it.skipIf(!has(name))("gives what was packed, in pieces of any size", async () => {
		for (const input of [plain, program, Buffer.alloc(0), Buffer.from("a")]) {
			const bytes = packed(input);
			expect(Buffer.compare(await unpacked(decode, bytes, 777), input)).toBe(0);
		}
	});

	// A file of LZMA says how long it is, and nothing may follow.
	it.skipIf(!has(name) || decode === lzma)("goes on with what follows", async () => {
		const twice = Buffer.concat([packed(image), packed(text)]);
		expect(Buffer.compare(await unpacked(decode, twice), Buffer.concat([image, text]))).toBe(0);
	});

	it.skipIf(!has(name) || options.includes("-l"))(
		"says of what is whole what follows it",
		async () => {
			const whole = packed(text);
			for (const more of ["?", "???", "What is this?", "?".repeat(1000)]) {
				const told = unpacked(decode, Buffer.concat([whole, Buffer.from(more)]), 77);
				await expect(told).rejects.toThrow(/(something else lies|input is left) behind its end/);
			}
		},
	);

	it.skipIf(!has(name))("tells damage, and never ends early in silence", async () => {
		const bytes = packed(plain.subarray(0, 30_000));
		const whole = plain.subarray(0, 30_000);
		const isChecked = !options.some(
			(option) => /check|lzma$/.test(option) && !/sha256|crc32/.test(option),
		);
		for (let n = 0; n < 8; n++) {
			const cut = Math.floor((bytes.length * n) / 8);
			const flipped = Buffer.from(bytes);
			flipped[cut] = (flipped[cut] as number) ^ (1 << (n % 8));
			for (const damaged of [bytes.subarray(0, cut), flipped]) {
				try {
					const out = await unpacked(decode, damaged);
					// What no checksum sees may be wrong, but is not less.
					if (cut > 0 && damaged === flipped && isChecked && name !== "lz4") {
						expect(Buffer.compare(out, whole)).toBe(0);
					} else if (damaged !== flipped) expect(out.length).toBe(0);
				} catch (error) {
					if (!isDamage(error)) throw error;
				}
			}
		}
	});
});

it.skipIf(!has("xz"))("holds LZMA to a size of 64 bits, to the last of them", async () => {
	const whole = Buffer.from("of a known size");
	const bytes = execFileSync("xz", ["--format=lzma", "-c"], { input: whole });
	const saying = (size: bigint) => {
		const copy = Buffer.from(bytes);
		copy.writeBigUInt64LE(size, 5);
		return unpacked(lzma, copy);
	};
	const size = BigInt(whole.length);
	expect(await saying(size)).toEqual(whole);
	expect(await saying(2n ** 64n - 1n)).toEqual(whole);
	for (const more of [1n, 2n ** 32n, 2n ** 53n, 2n ** 63n]) {
		await expect(saying(size + more), `${more} more`).rejects.toThrow("it ends early");
	}
	await expect(saying(2n ** 64n - 2n)).rejects.toThrow("it ends early");
	await expect(saying(size - 1n)).rejects.toThrow("it is longer than it says");
});

describe("what cannot be read is named, and no damage", () => {
	/** What is said of it, with what to do. */
	const told = async (decode: Decode, bytes: Uint8Array): Promise<string> => {
		const error = await unpacked(decode, bytes).catch((why: unknown) => why);
		if (!(error instanceof Failure)) throw error;
		return `${error.kind}: ${error.message} ${error.info.hint}`;
	};

	it.skipIf(!has("zstd") || !has("lz4"))("a dictionary", async () => {
		const folder = mkdtempSync(join(tmpdir(), "dictionary-"));
		try {
			const dictionary = join(folder, "dictionary");
			const samples = Array.from({ length: 60 }, (_, i) => {
				const file = join(folder, `${i}`);
				writeFileSync(file, `sample ${i} ${"of many words ".repeat((i % 5) + 3)} ${i * i}`);
				return file;
			});
			execFileSync("zstd", ["-q", "--train", ...samples, "-o", dictionary, "--dictID=4711"], {
				stdio: "ignore",
			});
			const packed = (program: string, ...options: string[]) =>
				execFileSync(program, ["-q", "-D", dictionary, ...options, "-c", samples[0] as string]);
			expect(await told(zstd, packed("zstd"))).toMatch(
				/^unsupported: .*needs dictionary 4711.*zstd -d -D/,
			);
		} finally {
			rmSync(folder, { recursive: true });
		}
	});

	it("a dictionary of LZ4, a filter and a check of xz", async () => {
		// Version 1, independent blocks, dictionary 77; the checksum is that of the four bytes with the number.
		const head = Buffer.from([0x61, 0x40, 77, 0, 0, 0]);
		const lz4Bytes = Buffer.concat([
			Buffer.from([4, 0x22, 0x4d, 0x18]),
			head,
			Buffer.of((xxh32(head, 0) >>> 8) & 0xff),
		]);
		expect(await told(lz4, lz4Bytes)).toMatch(/^unsupported: .*needs dictionary 77.*lz4 -d -D/);
		const sum = (bytes: Uint8Array) => {
			const out = Buffer.alloc(4);
			out.writeUInt32LE(crc32(bytes));
			return out;
		};
		const magic = Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]);
		const stream = (check: number) =>
			Buffer.concat([magic, Buffer.of(0, check), sum(Buffer.of(0, check))]);
		const block = Buffer.from([2, 1, 0x3f, 0, 0x21, 1, 0x16, 0]);
		const filtered = Buffer.concat([stream(1), block, sum(block)]);
		expect(await told(xz, filtered)).toMatch(/^unsupported: .*filter .*63.*newer xz/);
		expect(await told(xz, stream(7))).toMatch(/^unsupported: .*a check .*newer xz/);
	});
});

it("undoes the filter for programs of RISC-V", async () => {
	const bytes = readFileSync(new URL("../vectors/riscv.xz", import.meta.url));
	const digest = createHash("sha256")
		.update(await unpacked(xz, bytes, 999))
		.digest("hex");
	expect(digest).toBe("42bb9dc6708a7ca88b03149ed8108950bad98586a93cfcceb564de599823e627");
});
