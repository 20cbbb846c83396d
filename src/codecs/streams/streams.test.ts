/** Streams as the usual programs write them, whole and damaged. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { isDamage } from "../../base/errors";
import { fixture } from "../../testing/fixtures";
import { bzip2 } from "./bzip2";
import { lz4 } from "./lz4";
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
	["bzip2", ["-9"], bzip2],
	["bzip2", ["-1"], bzip2],
	["zstd", ["-q"], zstd],
	["zstd", ["-q", "-19", "--no-check", "--long=24"], zstd],
	["zstd", ["-q", "-1", "-B65536"], zstd],
	["lz4", ["-q"], lz4],
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

	it.skipIf(!has(name))("goes on with what follows", async () => {
		const twice = Buffer.concat([packed(image), packed(text)]);
		expect(Buffer.compare(await unpacked(decode, twice), Buffer.concat([image, text]))).toBe(0);
	});

	it.skipIf(!has(name))("tells damage, and never ends early in silence", async () => {
		const bytes = packed(plain.subarray(0, 30_000));
		const whole = plain.subarray(0, 30_000);
		const isChecked = !options.some(
			(option) => /check/.test(option) && !/sha256|crc32/.test(option),
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
