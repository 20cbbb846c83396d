/** Byte ranges in words. Offsets are hexadecimal; sizes are words. */
import { IMAGE_SPACE, type Range, type SpaceId, type Span } from "../../base/range";
import { exactBytes } from "../../base/words";

export const hexText = (n: number): string => `0x${n.toString(16)}`;

/** `0x400–0x480 (128 bytes)`; the end is exclusive, as everywhere. */
export const extentText = ({ start, end }: Range): string =>
	`${hexText(start)}–${hexText(end)} (${exactBytes(end - start)})`;

/** Name of an address space: nothing for the image itself. */
export function spaceText(space: SpaceId): string {
	if (space === IMAGE_SPACE) return "";
	const [kind, id] = space.split(":");
	if (kind === "device") return `device ${id}`;
	if (kind === "file") return `contents of inode ${id}`;
	return space;
}

export function rangeText(span: Span): string {
	const space = spaceText(span.space);
	return space ? `${extentText(span)} of ${space}` : extentText(span);
}
