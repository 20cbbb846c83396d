/**
 * Contents beside the image: in images of composefs, files of more than a few bytes are objects of
 * their own, named by their digest. Attributes, which are those of overlayfs, lead to them.
 */
import { Failure } from "../base/errors";
import type { ByteSource } from "../base/source";
import { showName } from "../base/text";
import type { Image, ObjectName } from "./image";
import type { Inode } from "./inode";
import { FT } from "./structs/dirent";
import { LAYOUT } from "./structs/inode";
import { COMPOSEFS } from "./writer";
import { readXattrs } from "./xattr";

const REDIRECT = "trusted.overlay.redirect";
const METACOPY = "trusted.overlay.metacopy";
/** Version, length, flags, algorithm, then the digest. */
const METACOPY_SIZE = 36;
const SHA256 = 1;

/** The object that has the contents of a file; undefined when the image itself has them. */
export async function objectOf(
	image: Image,
	inode: Inode,
	signal?: AbortSignal,
): Promise<ObjectName | undefined> {
	const mayBe = inode.type === FT.REG && inode.layout === LAYOUT.CHUNK_BASED && inode.size > 0;
	if (image.writer !== COMPOSEFS || !mayBe) return undefined;
	const xattrs = await readXattrs(image, inode, undefined, signal);
	const attribute = (wanted: string) => xattrs.find(({ name }) => showName(name) === wanted)?.value;
	const path = attribute(REDIRECT);
	if (!path) return undefined;
	const meta = attribute(METACOPY);
	const digest = meta?.length === METACOPY_SIZE && meta[3] === SHA256 ? meta.slice(4) : undefined;
	return { path: showName(path), size: inode.size, ...(digest ? { digest } : {}) };
}

/** The bytes of that object. @throws Failure `unsupported` (`object-missing`) when nobody has it */
export async function openObject(
	image: Image,
	object: ObjectName,
	signal?: AbortSignal,
): Promise<ByteSource> {
	const source = await image.objects?.(object, signal);
	if (source) return source;
	throw new Failure({
		kind: "unsupported",
		code: "object-missing",
		message: `The contents are object ${object.path}, which was not given.`,
		hint: "Open the folder that holds the image and its objects.",
	});
}
