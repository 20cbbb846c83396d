/** Byte ranges in words. Offsets are hexadecimal; sizes are words. */
import type { Range, SpaceId, Span } from "../../base/range";
import { parseSpace } from "../../base/space";
import { exactBytes } from "../../base/words";

export const hexText = (n: number): string => `0x${n.toString(16)}`;

/** `0x400–0x480 (128 bytes)`; the end is exclusive, as everywhere. */
export const extentText = ({ start, end }: Range): string =>
	`${hexText(start)}–${hexText(end)} (${exactBytes(end - start)})`;

/** Name of an address space: nothing for the image itself. */
export function spaceText(space: SpaceId): string {
	const named = parseSpace(space);
	switch (named?.kind) {
		case "image":
			return "";
		case "device":
			return `device ${named.id}`;
		case "file":
			return `contents of inode ${named.nid}`;
		case "packed":
			return "packed inode";
		default:
			return space;
	}
}

export function rangeText(span: Span): string {
	const space = spaceText(span.space);
	return space ? `${extentText(span)} of ${space}` : extentText(span);
}

/** Bytes, decimal or with 0x; undefined when it is no such number. */
export function parseOffset(text: string): number | undefined {
	const clean = text.trim().replace(/[_,\s]/g, "");
	if (!/^(0x[0-9a-f]+|\d+)$/i.test(clean)) return undefined;
	const bytes = Number(clean);
	return Number.isSafeInteger(bytes) ? bytes : undefined;
}
