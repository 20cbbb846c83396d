/** Structures as trees of annotated bytes, ascending: what the layout tells, in words. */
import type { Range } from "../base/range";
import { Resident, withBytes } from "../base/resident";
import type { Container, Image } from "../erofs/image";
import type { Inode } from "../erofs/inode";
import { directoryBlocks, layDirectoryBlock } from "../erofs/layout/directory";
import { layFixed, layPrefixes } from "../erofs/layout/fixed";
import { layInode } from "../erofs/layout/inode";
import type { Annotation } from "../schema/annotate";
import { Annotator, type AnnotatorOptions } from "../schema/annotator";
import type { Visitor } from "../schema/visit";

/** Slots of the device table listed one by one at most; it can have 65,535. */
const MOST_FIXED = 64;

/** What the superblock leads to directly, of space `image`. */
export const fixedStructures = (image: Image, signal?: AbortSignal): Promise<Annotation[]> =>
	fixedIn(image, image.primary, undefined, signal);

/** What the superblock leads to directly, of any space. */
export async function fixedIn(
	image: Image,
	home: Container,
	range: Range | undefined,
	signal?: AbortSignal,
): Promise<Annotation[]> {
	const { facts, primary } = image;
	const options = { most: MOST_FIXED, ...(range ? { range } : {}) };
	return annotated(home, options, signal, (v) => {
		if (home.space === primary.space) layFixed(image, v);
		if (home.space === facts.prefixSpace) layPrefixes(image, v);
	});
}

/** An inode and what is stored behind it, of the space it lies in. */
export const inodeStructures = (
	image: Image,
	inode: Inode,
	signal?: AbortSignal,
	options: AnnotatorOptions = {},
): Promise<Annotation[]> =>
	annotated(inode.home, options, signal, (v, bytes) => layInode({ image, inode, bytes }, v));

/**
 * Blocks of a directory's uncompressed data.
 * @param run bytes of `home`: the directory's data, or where a run of its blocks is stored
 */
export async function directoryStructures(
	image: Image,
	inode: Inode,
	home: Container,
	run: Range,
	range: Range,
	signal?: AbortSignal,
): Promise<Annotation[]> {
	const bytes = new Resident(home);
	const nodes: Annotation[] = [];
	const end = Math.min(run.end, home.source.size);
	for (const block of directoryBlocks({ start: run.start, end }, range, image.facts.blockSize)) {
		const tell = (v: Visitor) => layDirectoryBlock({ image, inode, bytes, ...block }, v);
		nodes.push(...(await annotated(home, { range }, signal, tell, bytes)));
	}
	return nodes;
}

async function annotated(
	home: Container,
	options: AnnotatorOptions,
	signal: AbortSignal | undefined,
	tell: (v: Visitor, bytes: Resident) => void,
	bytes = new Resident(home),
): Promise<Annotation[]> {
	const nodes = await withBytes(() => {
		const listener = new Annotator(bytes, options);
		tell(listener, bytes);
		return listener.nodes;
	}, signal);
	return [...nodes].sort((a, b) => a.start - b.start);
}
