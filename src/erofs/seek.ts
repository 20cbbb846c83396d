/**
 * Volumes somewhere inside a file: a disk, a firmware, an archive. Their magic number is looked for
 * at every 512th byte, where anything that can be mounted begins; four bytes are there by chance
 * once in 2 TiB of noise, so each place is looked at closer.
 */
import { checkCancelled, isDamage } from "../base/errors";
import { type Exact, product } from "../base/exact";
import type { OnProgress } from "../base/progress";
import type { ByteSource } from "../base/source";
import { viewOf } from "../schema/struct";
import { openImage } from "./open";
import { COMPAT } from "./structs/features";
import { paddedText, SB_MAGIC, SB_OFFSET } from "./structs/superblock";

export interface FoundVolume {
	/** Byte of the file at which the volume starts. */
	readonly start: number;
	/**
	 * `checksum`: that of its first block matches. `root`: its root directory can be read, and its
	 * checksum does not speak against it. `chance`: there is nothing but the magic number.
	 */
	readonly sign: "checksum" | "root" | "chance";
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
	/** Called after each piece, so that others may have the processor. */
	readonly breathe?: () => Promise<void> | undefined;
}

/** Bytes read at a time. */
const PIECE = 1 << 20;
const SECTOR = 512;

/** @throws Failure `io` or `cancelled` */
export async function* seekVolumes(
	file: ByteSource,
	{ volumeAt, signal, onProgress, breathe }: SeekOptions,
): AsyncGenerator<FoundVolume, void, void> {
	const { size } = file;
	for (let at = 0; at < size; at += PIECE) {
		checkCancelled(signal);
		const view = viewOf(await file.read(at, Math.min(at + PIECE, size), signal));
		for (let p = 0; p + 4 <= view.byteLength; p += SECTOR) {
			if (view.getUint32(p, true) !== SB_MAGIC || at + p < SB_OFFSET) continue;
			yield await lookCloser(volumeAt(at + p - SB_OFFSET), at + p - SB_OFFSET, signal);
		}
		const done = Math.min(at + PIECE, size);
		onProgress?.({ phase: "Searching for EROFS", done, total: size, unit: "bytes" });
		await breathe?.();
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
		if (summed && !has("sb-checksum") && !trouble) return { ...about, sign: "checksum" };
		return { ...about, sign: has("sb-root-nid") || trouble ? "chance" : "root" };
	} catch (error) {
		if (!isDamage(error)) throw error;
		return { start, sign: "chance" };
	}
}
