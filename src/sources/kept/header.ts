/**
 * First 4096 bytes of a kept file: JSON padded with spaces, so that a person can read it too.
 *
 *   | header 4096 | index: one entry of 8 bytes for each slot | slots, one page each |
 *
 * Entry N says which page slot N holds: page number + 1 (0: slot not used), checksum of the
 * page; both u32 little-endian. Slots fill up in the order of arrival.
 */
export const HEADER_BYTES = 4096;
export const ENTRY_BYTES = 8;

/** Slots of one image at most, so that the index of a huge one stays small: 4 MiB. */
const MOST_SLOTS = 524_288;

const FORMAT = "erofs-explorer kept image 1";

export interface KeptHeader {
	/** Identity of the content: URL and validator, {@link ByteSource.id} of the remote source. */
	readonly id: string;
	readonly url: string;
	/** Bytes of the whole image. */
	readonly size: number;
	readonly pageSize: number;
	/** Last opened, ms since 1970. */
	readonly used: number;
}

/** Undefined when it does not fit (an extremely long URL). */
export function encodeHeader(header: KeptHeader): Uint8Array | undefined {
	const text = new TextEncoder().encode(JSON.stringify({ format: FORMAT, ...header }));
	if (text.length > HEADER_BYTES) return undefined;
	const bytes = new Uint8Array(HEADER_BYTES).fill(0x20);
	bytes.set(text);
	return bytes;
}

/** Undefined for anything that is not wholly as we wrote it. */
export function decodeHeader(bytes: Uint8Array): KeptHeader | undefined {
	try {
		const found: unknown = JSON.parse(new TextDecoder().decode(bytes.subarray(0, HEADER_BYTES)));
		return isHeader(found) ? found : undefined;
	} catch {
		return undefined;
	}
}

function isHeader(found: unknown): found is KeptHeader {
	if (typeof found !== "object" || found === null) return false;
	const { format, id, url, size, pageSize, used } = found as Record<string, unknown>;
	const texts = typeof id === "string" && typeof url === "string";
	const numbers = [size, pageSize, used].every((n) => Number.isSafeInteger(n) && Number(n) >= 0);
	return format === FORMAT && texts && numbers && Number(pageSize) > 0;
}

/** Pages of the image. */
export const pageCount = ({ size, pageSize }: Pick<KeptHeader, "size" | "pageSize">): number =>
	Math.ceil(size / pageSize);

/** Slots, and entries of the index: one for each page of the image as long as that is not absurd. */
export const slotCount = (header: Pick<KeptHeader, "size" | "pageSize">): number =>
	Math.min(pageCount(header), MOST_SLOTS);

/** FNV-1a: enough against torn writes and bit rot, and quick. */
export function checksum(bytes: Uint8Array): number {
	let sum = 0x811c9dc5;
	for (const byte of bytes) sum = Math.imul(sum ^ byte, 0x01000193);
	return sum >>> 0;
}
