/**
 * Names of address spaces: written and read here and nowhere else.
 *
 *   image       the primary device, from the start of the EROFS volume
 *   device:N    extra device N, counted from 1 as on disk
 *   metabox     the decoded contents of the metabox inode
 *   packed      the decoded contents of the packed inode
 *   file:NID    the decoded contents of any other inode
 *   outer       the file that was opened, where the volume is a part of it; `outer:N` are
 *               further files of the same wrapper, counted from 1
 *   part:CHAIN  a part of a wrapper, by the chain that leads there: `part:sparse/super/system_a`
 *
 * A name is a word, or a word, a colon and the rest, which may itself have colons.
 */
import type { SpaceId } from "./range";

export type Space =
	| { readonly kind: "image" | "metabox" | "packed" }
	| { readonly kind: "device"; readonly id: number }
	| { readonly kind: "file"; readonly nid: bigint }
	| { readonly kind: "outer"; readonly id: number }
	| { readonly kind: "part"; readonly chain: string };

export const IMAGE_SPACE = "image";
export const METABOX_SPACE = "metabox";
export const PACKED_SPACE = "packed";
export const OUTER_SPACE = "outer";
/** @param id as in a chunk index: 0 is the primary device */
export const deviceSpace = (id: number): SpaceId => (id === 0 ? IMAGE_SPACE : `device:${id}`);
export const fileSpace = (nid: bigint): SpaceId => `file:${nid}`;
/** @param id 0 is the file that was opened */
export const outerSpace = (id = 0): SpaceId => (id === 0 ? OUTER_SPACE : `outer:${id}`);
/** @param chain empty for the file itself */
export const partSpace = (chain: string): SpaceId => (chain ? `part:${chain}` : OUTER_SPACE);

/** Whether a space is of the file system, and not of what is around it: ways lead there. */
export function isOfVolume(id: SpaceId): boolean {
	const kind = parseSpace(id)?.kind;
	return kind !== undefined && kind !== "outer" && kind !== "part";
}

const NUMBER = /^(0|[1-9]\d{0,19})$/;
const MOST_DEVICES = 0xffffn;
const MOST_NID = 2n ** 64n - 1n;

/** What a name stands for; undefined for a text that names no space. */
export function parseSpace(id: SpaceId): Space | undefined {
	if (id === IMAGE_SPACE || id === METABOX_SPACE || id === PACKED_SPACE) return { kind: id };
	const colon = id.indexOf(":");
	const rest = id.slice(colon + 1);
	if (id === OUTER_SPACE) return { kind: "outer", id: 0 };
	if (id.startsWith("part:") && rest) return { kind: "part", chain: rest };
	if (colon < 0 || !NUMBER.test(rest)) return undefined;
	const number = BigInt(rest);
	switch (id.slice(0, colon)) {
		case "device":
			return number >= 1n && number <= MOST_DEVICES
				? { kind: "device", id: Number(number) }
				: undefined;
		case "outer":
			return number >= 1n && number <= MOST_DEVICES
				? { kind: "outer", id: Number(number) }
				: undefined;
		case "file":
			return number <= MOST_NID ? { kind: "file", nid: number } : undefined;
		default:
			return undefined;
	}
}

/** Whether a space is the decoded contents of a file. */
export const isFile = (id: SpaceId): boolean => parseSpace(id)?.kind === "file";

/** Whether a space is the image or a device, and no decoded contents of these. */
export const isStored = (id: SpaceId): boolean =>
	id === IMAGE_SPACE || parseSpace(id)?.kind === "device";
