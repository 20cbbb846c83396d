/** Checksums and digests that wrappers have of bytes. They are compared when somebody asks. */
import { crc32 } from "../base/crc32";
import { md5, sha1, sha256, sha384, sha512 } from "../base/hashes";
import type { Span } from "../base/range";
import type { Bytes } from "./wrapper";

/** Takes bytes, piece by piece. */
export interface Summing {
	update(bytes: Uint8Array): void;
	/** The highest byte first. */
	digest(): Uint8Array;
}

/** A checksum of 32 bits as bytes. */
export const word = (value: number): Uint8Array =>
	Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value);

function crc(): Summing {
	let sum = 0;
	return {
		update(bytes) {
			sum = crc32(bytes, sum);
		},
		digest: () => word(sum),
	};
}

function total(): Summing {
	let sum = 0;
	return {
		update(bytes) {
			for (const byte of bytes) sum = (sum + byte) >>> 0;
		},
		digest: () => word(sum),
	};
}

/** By what they are called. */
export const ALGORITHMS = {
	"CRC-32": crc,
	"sum of bytes": total,
	MD5: () => md5.create(),
	"SHA-1": () => sha1.create(),
	"SHA-256": () => sha256.create(),
	"SHA-384": () => sha384.create(),
	"SHA-512": () => sha512.create(),
} satisfies Readonly<Record<string, () => Summing>>;

export type Algorithm = keyof typeof ALGORITHMS;

/** A digest of bytes that have others in front. */
export function salted(algorithm: Algorithm, salt: Uint8Array): Summing {
	const sum = ALGORITHMS[algorithm]();
	sum.update(salt);
	return sum;
}

/**
 * The root of a tree of hashes, as dm-verity has them: of each block, of each block of those, and so
 * on. Hashes are padded to a power of two.
 */
export class HashTree implements Summing {
	readonly #hash: () => Summing;
	readonly #block: number;
	readonly #rest: Uint8Array;
	#at = 0;
	/** The hash of the first block; the tree over all hashes, once there are several. */
	#first: Uint8Array | undefined;
	#upper: HashTree | undefined;

	/** @param hash of one block @param block bytes of it */
	constructor(hash: () => Summing, block: number) {
		this.#hash = hash;
		this.#block = block;
		this.#rest = new Uint8Array(block);
	}

	update(bytes: Uint8Array): void {
		for (let from = 0; from < bytes.length; ) {
			const some = bytes.subarray(from, from + this.#block - this.#at);
			this.#rest.set(some, this.#at);
			from += some.length;
			this.#at += some.length;
			if (this.#at === this.#block) this.#end();
		}
	}

	/** Hashes the block that is here, with zeros behind its end. */
	#end(): void {
		const sum = this.#hash();
		sum.update(this.#rest.fill(0, this.#at));
		this.#add(sum.digest());
		this.#at = 0;
	}

	#add(hash: Uint8Array): void {
		if (!this.#first) {
			this.#first = hash;
			return;
		}
		if (!this.#upper) {
			this.#upper = new HashTree(this.#hash, this.#block);
			this.#upper.update(padded(this.#first));
		}
		this.#upper.update(padded(hash));
	}

	digest(): Uint8Array {
		if (this.#at > 0 || !this.#first) this.#end();
		return this.#upper?.digest() ?? (this.#first as Uint8Array);
	}
}

function padded(hash: Uint8Array): Uint8Array {
	const out = new Uint8Array(2 ** Math.ceil(Math.log2(hash.length)));
	out.set(hash);
	return out;
}

export interface Sum {
	/** What it is of, in words. */
	readonly of: string;
	/** What it is, in words: CRC-32. One word has one meaning in all wrappers. */
	readonly kind: string;
	/** As the wrapper has it, the highest byte first. */
	readonly value: Uint8Array;
	/** Where the wrapper has it. */
	readonly at: Span;
	/** What it stands in. */
	readonly structure: string;
	/** What it is of: in the wrapper, or near it. */
	readonly bytes: Bytes;
	/** Begins a sum of that kind. */
	readonly begin: () => Summing;
}

/** What most sums have alike. */
export const by = (algorithm: Algorithm): Pick<Sum, "kind" | "begin"> => ({
	kind: algorithm,
	begin: ALGORITHMS[algorithm],
});
