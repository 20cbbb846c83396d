/**
 * The superblock checksum (format section 2.2): CRC-32C from byte 1024 to the end
 * of block 0, or over one block when blocks are no larger than 1024 bytes, with
 * the four checksum bytes counted as zero.
 */
import { crc32c } from "../base/crc32c";
import type { Report } from "../base/finding";
import { span } from "../base/range";
import { IMAGE_SPACE } from "../base/space";
import { hex } from "../schema/show";
import { fault } from "./faults";
import type { Container } from "./image";
import { COMPAT } from "./structs/features";
import { SB_OFFSET, type Superblock, superblock } from "./structs/superblock";

const ZEROS = new Uint8Array(4);

/** Bytes the checksum covers: [SB_OFFSET, end). */
export const checksumEnd = (blockSize: number): number =>
	blockSize > SB_OFFSET ? blockSize : SB_OFFSET + blockSize;

/** Undefined when the image is too short to compute it. */
export async function computeChecksum(
	primary: Container,
	blockSize: number,
	signal?: AbortSignal,
): Promise<number | undefined> {
	const end = checksumEnd(blockSize);
	if (end > primary.source.size) return undefined;
	const bytes = await primary.source.read(SB_OFFSET, end, signal);
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
	const computed = await computeChecksum(primary, blockSize, signal);
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
