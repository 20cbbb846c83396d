/**
 * What a way leads to, written and read here and nowhere else:
 *
 *   image:0x480              a byte of a space, whose names have colons of their own
 *   path:/a/b                the inode that a path leads to, or the place where it would
 *   byte:0x9c40:/a/b         a byte of its contents
 *   xattr:user.colour:/a/b   an attribute of it; the name as a part of an address has it
 */
import type { SpaceId } from "./range";

export interface ByteOfSpace {
	readonly space: SpaceId;
	readonly offset: number;
}

/** Paths and names as `showName` writes them. */
export interface AlongPath {
	readonly path: string;
	/** A byte of the contents. */
	readonly byte?: number;
	/** The whole name of an attribute. */
	readonly xattr?: string;
}

export type WalkTo = ByteOfSpace | AlongPath;

export function formatWalk(to: WalkTo): string {
	if ("space" in to) return `${to.space}:0x${to.offset.toString(16)}`;
	const { path, byte, xattr } = to;
	if (byte !== undefined) return `byte:0x${byte.toString(16)}:${path}`;
	return xattr === undefined ? `path:${path}` : `xattr:${encodeURIComponent(xattr)}:${path}`;
}

const ALONG = /^(?:path:|byte:(?<byte>\w+):|xattr:(?<xattr>[^:]+):)(?<path>\/.*)$/s;

/** Undefined for a text that leads to nothing. */
export function parseWalk(text: string): WalkTo | undefined {
	const { path, byte, xattr } = ALONG.exec(text)?.groups ?? {};
	if (path !== undefined) {
		if (byte !== undefined) {
			const n = wholeNumber(byte);
			return n === undefined ? undefined : { path, byte: n };
		}
		const name = xattr === undefined ? undefined : decoded(xattr);
		return name === undefined ? { path } : { path, xattr: name };
	}
	const colon = text.lastIndexOf(":");
	const offset = wholeNumber(text.slice(colon + 1));
	return colon > 0 && offset !== undefined ? { space: text.slice(0, colon), offset } : undefined;
}

function wholeNumber(text: string): number | undefined {
	const n = text === "" ? Number.NaN : Number(text);
	return Number.isSafeInteger(n) && n >= 0 ? n : undefined;
}

/** What is no part of an address stands for itself. */
function decoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}
