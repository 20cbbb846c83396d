/**
 * The superblock checksum (format section 2.2): CRC-32C from byte 1024 to the end
 * of block 0, or over one block when blocks are no larger than 1024 bytes, with
 * the four checksum bytes counted as zero.
 */
import { crc32c } from "../base/crc32c";
import type { Edit } from "../base/edits";
import type { Report } from "../base/finding";
import { span } from "../base/range";
import type { ByteSource } from "../base/source";
import { IMAGE_SPACE } from "../base/space";
import { hex } from "../schema/show";
import { decode, viewOf } from "../schema/struct";
import { fault } from "./faults";
import type { Container } from "./image";
import { COMPAT } from "./structs/features";
import { SB_MAGIC, SB_OFFSET, type Superblock, superblock } from "./structs/superblock";
import { isBlockSize, SB_SIZE } from "./superblock";

const ZEROS = new Uint8Array(4);

/** Bytes the checksum covers: [SB_OFFSET, end). */
export const checksumEnd = (blockSize: number): number =>
	blockSize > SB_OFFSET ? blockSize : SB_OFFSET + blockSize;

/** Undefined when the image is too short to compute it. */
async function computeChecksum(
	source: ByteSource,
	blockSize: number,
	signal?: AbortSignal,
): Promise<number | undefined> {
	const end = checksumEnd(blockSize);
	if (end > source.size) return undefined;
	const bytes = await source.read(SB_OFFSET, end, signal);
	return crc32c(bytes.subarray(8), crc32c(ZEROS, crc32c(bytes.subarray(0, 4))));
}

export async function checkChecksum(
	primary: Container,
	sb: Superblock,
	blockSize: number,
	report: Report,
	signal?: AbortSignal,
): Promise<void> {
	if ((sb.feature_compat & COMPAT.SB_CHKSUM) === 0) return;
	const computed = await computeChecksum(primary.source, blockSize, signal);
	if (computed === sb.checksum) return;
	const start = SB_OFFSET + superblock.at.checksum;
	report({
		...fault("sb-checksum"),
		text:
			computed === undefined
				? "The checksum cannot be verified: the file ends inside the first block, which it covers."
				: "The checksum does not match: something in the first block was changed or damaged. Kernels refuse the image; everything that can still be read is shown.",
		structure: superblock.name,
		field: "checksum",
		seen: hex(sb.checksum, 8),
		allowed: computed === undefined ? "a complete first block" : hex(computed, 8),
		at: span(IMAGE_SPACE, start, start + 4),
	});
}

/** What makes the checksum of an image right again; undefined where there is none, or it is right. */
export async function mendingEdit(
	source: ByteSource,
	signal?: AbortSignal,
): Promise<Edit | undefined> {
	const end = SB_OFFSET + SB_SIZE;
	if (end > source.size) return undefined;
	const sb = decode(superblock, await source.read(SB_OFFSET, end, signal));
	const isThere = sb.magic === SB_MAGIC && (sb.feature_compat & COMPAT.SB_CHKSUM) !== 0;
	if (!isThere || !isBlockSize(sb.blkszbits)) return undefined;
	const checksum = await computeChecksum(source, 2 ** sb.blkszbits, signal);
	if (checksum === undefined || checksum === sb.checksum) return undefined;
	const bytes = new Uint8Array(4);
	viewOf(bytes).setUint32(0, checksum, true);
	return { space: IMAGE_SPACE, at: SB_OFFSET + superblock.at.checksum, bytes };
}
