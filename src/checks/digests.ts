/** The contents of a file against the digest that stands in its attributes. */
import { isDamage } from "../base/errors";
import { sha256 } from "../base/hashes";
import { compareBytes, concat, hexOf, utf8Bytes } from "../base/text";
import { openFile } from "../erofs/data";
import type { Image } from "../erofs/image";
import { type Inode, readInode } from "../erofs/inode";
import { hasCompat } from "../erofs/structs/features";
import { XATTR_PREFIXES } from "../erofs/structs/xattr";
import { type Attributes, valueField } from "./attributes";
import type { Check } from "./check";

/** The value is this, and the 32 bytes of the digest. */
const MARK = utf8Bytes("sha256:");
const DIGEST = 32;

/** The name that the superblock gives the attribute with the digest of the contents. */
function digestName({ facts, superblock, prefixes }: Image): Uint8Array | undefined {
	if (!hasCompat(facts, "ISHARE_XATTRS")) return undefined;
	const prefix = prefixes[superblock.ishare_xattr_prefix_id];
	return prefix && concat([utf8Bytes(XATTR_PREFIXES[prefix.base] ?? ""), prefix.infix]);
}

/** Whether files can have such an attribute. */
export const hasDigests = (image: Image): boolean => digestName(image) !== undefined;

/** SHA-256 of the contents of a file, in hexadecimal; undefined when they cannot be read, which is told by itself. */
export type ContentsHash = (nid: bigint) => Promise<string | undefined>;

/** Computes it here. @throws Failure `io` or `cancelled` */
export const contentsHash =
	(image: Image, signal?: AbortSignal): ContentsHash =>
	async (nid) => {
		const hash = sha256.create();
		try {
			const inode = await readInode(image, nid, undefined, signal);
			const file = await openFile(image, inode, signal);
			for await (const piece of file.stream(0, inode.size, signal)) hash.update(piece);
		} catch (error) {
			if (!isDamage(error)) throw error;
			return undefined;
		}
		return hexOf(hash.digest());
	};

/** Bytes of contents that are hashed of any image, and how often those that were given beyond that. */
const ANY = 256 << 20;
const TIMES = 16;

/**
 * Digests of contents, as many as the size of what was given is worth: holes and repeated chunks cost
 * an image nothing, and hashing them everything.
 */
export class Digests {
	readonly #hash: ContentsHash;
	readonly #lack: (why: string) => void;
	#left: number;

	/** @param lack called for each digest that is not computed */
	constructor({ primary, devices }: Image, hash: ContentsHash, lack: (why: string) => void) {
		this.#hash = hash;
		this.#lack = lack;
		const given = [primary, ...devices].reduce((sum, { source }) => sum + (source?.size ?? 0), 0);
		this.#left = ANY + TIMES * given;
	}

	async of({ nid, size }: Inode): Promise<string | undefined> {
		if (size > this.#left) {
			this.#lack(`The contents are more than ${TIMES} times what is stored: too much to hash.`);
			return undefined;
		}
		this.#left -= size;
		return this.#hash(nid);
	}
}

/** A file with what hashes it. */
export interface Contents extends Attributes {
	readonly digests: Digests;
}

export const contentsChecks: readonly Check<"contents">[] = [
	{
		code: "xattr-digest",
		on: "contents",
		severity: "error",
		text: "The contents are not those of which the digest stands in the attributes: one of them was changed.",
		test({ inode, list, digests }: Contents, image) {
			const name = digestName(image);
			const one = name && list.find((some) => compareBytes(some.name, name) === 0);
			if (!one || !inode.context.hasData) return undefined;
			const { value } = one;
			const marked = value.length === MARK.length + DIGEST;
			if (!marked || compareBytes(value.subarray(0, MARK.length), MARK) !== 0) return undefined;
			const stored = hexOf(value.subarray(MARK.length));
			return digests
				.of(inode)
				.then((found) =>
					found === undefined || found === stored
						? undefined
						: [{ ...valueField(one, inode.nid), seen: stored, allowed: found }],
				);
		},
	},
];
