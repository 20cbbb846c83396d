/** What wrappers that are made byte by byte are made of. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fixture } from "./fixtures";

/** A small image, of a whole number of blocks of 4 KiB. */
export const image = readFileSync(fixture("tiny-plain").file);
export const other = readFileSync(fixture("tinyz-lz4").file);

export interface Made {
	readonly name: string;
	/** Of the wrapper. */
	readonly kind: string;
	readonly bytes: Buffer;
	/** Parts by the chain that leads to them. */
	readonly parts: Readonly<Record<string, Buffer>>;
}

export const u16 = (...n: number[]): Buffer => Buffer.from(Uint16Array.from(n).buffer);
export const u32 = (...n: number[]): Buffer => Buffer.from(Uint32Array.from(n).buffer);
export const u64 = (...n: number[]): Buffer =>
	Buffer.from(BigUint64Array.from(n.map(BigInt)).buffer);
export const text = (words: string, size: number): Buffer => {
	const out = Buffer.alloc(size);
	out.write(words, "latin1");
	return out;
};
export const padded = (bytes: Buffer, unit: number): Buffer =>
	Buffer.concat([bytes, Buffer.alloc((unit - (bytes.length % unit)) % unit)]);
export const sha = (bytes: Uint8Array): Buffer => createHash("sha256").update(bytes).digest();

export const be32 = (...n: number[]): Buffer => {
	const out = Buffer.alloc(4 * n.length);
	for (const [i, one] of n.entries()) out.writeUInt32BE(one >>> 0, 4 * i);
	return out;
};
