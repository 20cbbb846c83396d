/**
 * An open image: its superblock, what follows from it, and the byte spaces its
 * structures live in. Everything else (inodes, directories, data) is read
 * lazily by the functions of this folder, which all take an Image first.
 */
import type { Failure } from "../base/errors";
import type { Finding } from "../base/finding";
import { ByteLru } from "../base/lru";
import type { SpaceId, Span } from "../base/range";
import type { ByteSource } from "../base/source";
import { fileSpace, METABOX_SPACE, PACKED_SPACE, parseSpace } from "../base/space";
import type { DeclaredRange } from "./structs/device";
import type { Facts } from "./structs/facts";
import type { Superblock } from "./structs/superblock";
import type { Writer } from "./writer";

/** Something structures are read from: a device, or the metabox. */
export interface Container {
	readonly space: SpaceId;
	readonly source: ByteSource;
}

/** An extra device; `id` counts from 1 as on disk. */
export interface Device extends DeclaredRange {
	readonly id: number;
	readonly tag: string;
	readonly at: Span;
	/** Absent when the user gave no file for it. */
	readonly source?: ByteSource;
}

/** A compression configuration record. */
export interface AlgorithmConfig {
	readonly id: number;
	/** The payload's bytes on disk. */
	readonly at: Span;
	readonly payload: Uint8Array;
}

/** A long xattr name prefix: `base` is an index into XATTR_PREFIXES. */
export interface LongPrefix {
	readonly base: number;
	readonly infix: Uint8Array;
	readonly at: Span;
}

/** What an image says about an object. */
export interface ObjectName {
	/** Its path in the store of objects. */
	readonly path: string;
	/** Bytes. */
	readonly size: number;
	/** Its fs-verity digest (SHA-256), where the image has it. */
	readonly digest?: Uint8Array;
}

/**
 * Opens an object that is what its digest says; undefined when there is none of that name.
 * @throws Failure when it is another one
 */
export type OpenObject = (
	object: ObjectName,
	signal?: AbortSignal,
) => Promise<ByteSource | undefined>;

export interface Image {
	readonly superblock: Superblock;
	readonly superblockBytes: Uint8Array;
	readonly facts: Facts;
	/** The program that made the image, when it left a mark. */
	readonly writer?: Writer;
	/** Set when nothing behind the superblock can be read: its block size is too large for anybody. */
	readonly trouble?: Finding;
	readonly primary: Container;
	readonly devices: readonly Device[];
	/** Where contents are that lie beside the image. */
	readonly objects?: OpenObject;
	readonly configs: readonly AlgorithmConfig[];
	/** Set on METABOX images whose metabox inode could be read. */
	readonly metabox?: Container;
	readonly metaboxNid?: bigint;
	/** Data of the packed inode, when the image has one that could be read. */
	readonly packed?: Container;
	readonly packedNid?: bigint;
	/** Bytes the packed inode occupies for each byte of its contents. */
	readonly packedDensity?: number;
	/** As far as they could be read; their table lies in `facts.prefixSpace`. */
	readonly prefixes: readonly LongPrefix[];
	/** Set when the others lie on a device that was not given. */
	readonly prefixesElsewhere?: true;
	/** What was wrong with the structures read at opening. */
	readonly findings: readonly Finding[];
	/** Decoded extents, or why they cannot be, so that reading a file in small steps decodes each once. */
	readonly decoded: ByteLru<string, Uint8Array | Failure>;
}

export const DECODED_BUDGET = 24 << 20;

export const newDecodedCache = () => new ByteLru<string, Uint8Array | Failure>(DECODED_BUDGET);

/** The bytes of a stored space, or undefined for an unknown one (a device nobody gave us). */
export function sourceOf(image: Image, space: SpaceId): ByteSource | undefined {
	const named = parseSpace(space);
	switch (named?.kind) {
		case "image":
			return image.primary.source;
		case "device":
			return image.devices[named.id - 1]?.source;
		case "metabox":
			return image.metabox?.source;
		case "packed":
			return image.packed?.source;
		default:
			return undefined;
	}
}

/** A stored space with its bytes. */
export function containerOf(image: Image, space: SpaceId): Container | undefined {
	const source = sourceOf(image, space);
	return source && { space, source };
}

/** Name of the space that is the contents of an inode. */
export function contentsSpace(
	image: Pick<Image, "metaboxNid" | "packedNid">,
	nid: bigint,
): SpaceId {
	if (nid === image.metaboxNid) return METABOX_SPACE;
	return nid === image.packedNid ? PACKED_SPACE : fileSpace(nid);
}

/** The inode whose contents a space is; undefined for devices, and for what names no space. */
export function contentsNid(image: Image, space: SpaceId): bigint | undefined {
	const named = parseSpace(space);
	switch (named?.kind) {
		case "metabox":
			return image.metaboxNid;
		case "packed":
			return image.packedNid;
		case "file":
			return named.nid;
		default:
			return undefined;
	}
}
