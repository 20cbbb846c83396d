/**
 * Volumes somewhere inside a file: a disk, a firmware, an archive. Their magic number is looked for
 * at every byte, since archives and packages align nothing; four bytes are there by chance once in
 * 4 GiB of noise, so each place is looked at closer.
 */
import { checkCancelled, isDamage } from "../base/errors";
import { type Exact, product } from "../base/exact";
import type { OnProgress } from "../base/progress";
import type { ByteSource } from "../base/source";
import { openImage } from "./open";
import { COMPAT } from "./structs/features";
import { paddedText, SB_OFFSET } from "./structs/superblock";

export interface FoundVolume {
	/** Byte of the file at which the volume starts. */
	readonly start: number;
	/**
	 * `checksum`: that of its first block matches. `root`: it has none, but its root directory can be
	 * read. `mismatch`: the root directory can be read, and the checksum speaks against it. `chance`:
	 * there is nothing but the magic number.
	 */
	readonly sign: "checksum" | "root" | "mismatch" | "chance";
	/** As the superblock has them; absent when it makes no sense. */
	readonly blockSize?: number;
	readonly size?: Exact;
	readonly inodes?: bigint;
	readonly volume?: string;
}

export interface SeekOptions {
	/** The file from a byte on. */
	volumeAt(start: number): ByteSource;
	readonly signal?: AbortSignal;
	readonly onProgress?: OnProgress;
	/** Called after each piece and each volume, so that others may have the processor. */
	readonly breathe?: () => Promise<void> | undefined;
}

/** Bytes read at a time. */
const PIECE = 1 << 20;
/** The magic number as it is stored. */
const MAGIC = [0xe2, 0xe1, 0xf5, 0xe0] as const;

/** @throws Failure `io` or `cancelled` */
export async function* seekVolumes(
	file: ByteSource,
	{ volumeAt, signal, onProgress, breathe }: SeekOptions,
): AsyncGenerator<FoundVolume, void, void> {
	const { size } = file;
	for (let at = 0; at < size; at += PIECE) {
		checkCancelled(signal);
		const piece = await file.read(at, Math.min(at + PIECE + MAGIC.length - 1, size), signal);
		for (const p of places(piece)) {
			const start = at + p - SB_OFFSET;
			if (start < 0) continue;
			yield await lookCloser(volumeAt(start), start, signal);
			await breathe?.();
		}
		const done = Math.min(at + PIECE, size);
		onProgress?.({ phase: "Searching for EROFS", done, total: size, unit: "bytes" });
		await breathe?.();
	}
}

/** Where the magic number is in bytes. */
function* places(bytes: Uint8Array): Generator<number, void, void> {
	const [first, ...rest] = MAGIC;
	for (let p = bytes.indexOf(first); p >= 0; p = bytes.indexOf(first, p + 1)) {
		if (rest.every((byte, i) => bytes[p + 1 + i] === byte)) yield p;
	}
}

async function lookCloser(
	volume: ByteSource,
	start: number,
	signal?: AbortSignal,
): Promise<FoundVolume> {
	try {
		const { facts, superblock, findings, trouble } = await openImage(
			volume,
			signal ? { signal } : {},
		);
		const has = (code: string) => findings.some((finding) => finding.code === code);
		const about = {
			start,
			blockSize: facts.blockSize,
			size: product(facts.blocks, facts.blockSize),
			inodes: superblock.inos,
			volume: paddedText(superblock.volume_name),
		};
		const summed = (facts.featureCompat & COMPAT.SB_CHKSUM) !== 0;
		const matches = summed && !has("sb-checksum");
		if (matches && !trouble) return { ...about, sign: "checksum" };
		if (trouble || has("sb-root-nid")) return { ...about, sign: "chance" };
		return { ...about, sign: summed ? "mismatch" : "root" };
	} catch (error) {
		if (!isDamage(error)) throw error;
		return { start, sign: "chance" };
	}
}
