/** The contents of a file against the digest that stands in its attributes. */

import { isDamage } from "../base/errors";
import { sha256 } from "../base/hashes";
import { compareBytes, concat, utf8Bytes } from "../base/text";
import { openFile } from "../erofs/data";
import type { Image } from "../erofs/image";
import type { Inode } from "../erofs/inode";
import { hasCompat } from "../erofs/structs/features";
import { XATTR_PREFIXES } from "../erofs/structs/xattr";
import { hexBytes } from "../schema/show";
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

/** Undefined when the contents cannot be read, which is told by itself. */
async function digestOf(image: Image, inode: Inode): Promise<Uint8Array | undefined> {
	const hash = sha256.create();
	try {
		const file = await openFile(image, inode);
		for await (const piece of file.stream(0, inode.size)) hash.update(piece);
	} catch (error) {
		if (!isDamage(error)) throw error;
		return undefined;
	}
	return hash.digest();
}

export const contentsChecks: readonly Check<"contents">[] = [
	{
		code: "xattr-digest",
		on: "contents",
		severity: "error",
		text: "The contents are not those of which the digest stands in the attributes: one of them was changed.",
		test({ inode, list }: Attributes, image) {
			const name = digestName(image);
			const one = name && list.find((some) => compareBytes(some.name, name) === 0);
			if (!one || !inode.context.hasData) return undefined;
			const { value } = one;
			const marked = value.length === MARK.length + DIGEST;
			if (!marked || compareBytes(value.subarray(0, MARK.length), MARK) !== 0) return undefined;
			const stored = value.subarray(MARK.length);
			return digestOf(image, inode).then((found) =>
				found === undefined || compareBytes(found, stored) === 0
					? undefined
					: [
							{
								...valueField(one, inode.nid),
								seen: hexBytes(stored, DIGEST),
								allowed: hexBytes(found, DIGEST),
							},
						],
			);
		},
	},
];
