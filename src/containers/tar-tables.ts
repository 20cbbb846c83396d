/** The header of a member of a tar archive, and its numbers. */
import { showName } from "../base/text";
import type { Decoded } from "../schema/struct";
import { little as f, showText, table, untilZero } from "./tables";

export const BLOCK = 512;

const number = (at: number, size: number, doc: string, role: "size" | "id" | "time" | "checksum") =>
	f.bytes(at, size, {
		role,
		doc: `${doc} In octal digits, or binary when the first bit is set.`,
		show: (bytes) => {
			const value = numberIn(bytes);
			return value === undefined ? showText(bytes) : String(value);
		},
	});
const text = (at: number, size: number, doc: string) =>
	f.bytes(at, size, { role: "text", doc, show: showText });

export const header = table("tar_header", BLOCK, "Stands in front of a member.", {
	name: text(0, 100, "Name, or the end of it."),
	mode: number(100, 8, "Permissions.", "id"),
	uid: number(108, 8, "Owner.", "id"),
	gid: number(116, 8, "Group.", "id"),
	size: number(124, 12, "Bytes of the contents.", "size"),
	mtime: number(136, 12, "Time of the last change, seconds since 1970.", "time"),
	chksum: number(148, 8, "Sum of the bytes of the header with spaces in place of it.", "checksum"),
	typeflag: f.u8(156, {
		role: "id",
		doc: "What it is.",
		show: (v) => `“${String.fromCharCode(v)}”`,
	}),
	linkname: text(157, 100, "What a link points at."),
	magic: text(257, 6, "ustar."),
	version: text(263, 2, "00, or a space in GNU archives."),
	uname: text(265, 32, "Name of the owner."),
	gname: text(297, 32, "Name of the group."),
	devmajor: number(329, 8, "Major number of a device.", "id"),
	devminor: number(337, 8, "Minor number of a device.", "id"),
	prefix: text(345, 155, "Beginning of a long name; other things in GNU archives."),
	padding: f.bytes(500, 12, { role: "reserved", doc: "Fills the block." }),
});
export type Header = Decoded<typeof header>;

/** Octal digits, or binary; undefined for neither, and for what is negative or too large. */
export function numberIn(bytes: Uint8Array): number | undefined {
	const first = bytes[0] as number;
	if (first & 0x80) {
		let value = first & 0x7f;
		for (const b of bytes.subarray(1)) value = value * 256 + b;
		return Number.isSafeInteger(value) && first !== 0xff ? value : undefined;
	}
	const digits = showName(untilZero(bytes)).trim();
	if (!/^[0-7]*$/.test(digits)) return undefined;
	const value = digits === "" ? 0 : Number.parseInt(digits, 8);
	return Number.isSafeInteger(value) ? value : undefined;
}
