/** Everything of an image that the layout can tell: one laying for each thing, in no special order. */

import { findingOf, isDamage } from "../base/errors";
import { Resident, withBytes } from "../base/resident";
import { fileSpace } from "../base/space";
import { fileSource } from "../erofs/data";
import { inodesOf } from "../erofs/entry-inodes";
import { type Container, containerOf, type Image } from "../erofs/image";
import { type Inode, readInode } from "../erofs/inode";
import { directoryBlocks, layDirectoryBlock } from "../erofs/layout/directory";
import { layFixed, layPrefixes } from "../erofs/layout/fixed";
import { layInode } from "../erofs/layout/inode";
import { layShared, sharedIds } from "../erofs/layout/xattrs";
import { extents, loadMap } from "../erofs/map/open";
import { FT } from "../erofs/structs/dirent";
import { isCompressed } from "../erofs/structs/inode";
import { walk } from "../erofs/walk";
import type { Visitor } from "../schema/visit";

export interface Laying {
	readonly home: Container;
	/** Whose it is, when it is an inode's. */
	readonly inode?: Inode;
	readonly what: "fixed" | "body" | "directory" | "shared";
	/** @throws Missing */
	lay(v: Visitor, bytes: Resident): void;
}

/** Makes a listener and has it listen, as often as bytes are missing. */
export async function listen<V extends Visitor>(
	{ home, lay }: Laying,
	make: (bytes: Resident) => V,
): Promise<V> {
	const bytes = new Resident(home);
	return withBytes(() => {
		const listener = make(bytes);
		lay(listener, bytes);
		return listener;
	});
}

export async function* layings(image: Image): AsyncGenerator<Laying, void, void> {
	const { facts, primary } = image;
	yield { home: primary, what: "fixed", lay: (v) => layFixed(image, v) };
	const table = containerOf(image, facts.prefixSpace);
	if (table) yield { home: table, what: "fixed", lay: (v) => layPrefixes(image, v) };
	for await (const inode of inodes(image)) {
		yield {
			home: inode.home,
			inode,
			what: "body",
			lay: (v, bytes) => layInode({ image, inode, bytes }, v),
		};
		yield* sharedOf(image, inode);
		if (inode.type === FT.DIR && !inode.trouble) yield* blocksOf(image, inode);
	}
}

/** The living: hidden ones, and those a name leads to. */
async function* inodes(image: Image): AsyncGenerator<Inode, void, void> {
	const seen = new Set<bigint>();
	const { rootNid } = image.facts;
	for (const nid of [image.metaboxNid, image.packedNid, rootNid]) {
		const inode = nid === undefined ? undefined : await readable(readInode(image, nid));
		if (inode && !seen.has(inode.nid)) yield inode;
		if (inode) seen.add(inode.nid);
	}
	const root = { nid: rootNid, path: Uint8Array.of(0x2f), parent: rootNid };
	for await (const visit of walk(image, root)) {
		for (const inode of await inodesOf(image, visit)) {
			if (!inode || seen.has(inode.nid)) continue;
			seen.add(inode.nid);
			yield inode;
		}
	}
}

async function* sharedOf(image: Image, inode: Inode): AsyncGenerator<Laying, void, void> {
	const home = containerOf(image, image.facts.xattrSpace);
	const bytes = new Resident(inode.home);
	const ids = await readable(withBytes(() => sharedIds({ inode, bytes })));
	for (const id of (home && ids) ?? []) {
		const start = image.facts.xattrStart + 4 * id;
		yield {
			home: home as Container,
			inode,
			what: "shared",
			lay: (v, bytes) => layShared({ image, bytes }, v, start),
		};
	}
}

/** Blocks outside of the inode: where they are stored, or in the directory's decoded data. */
async function* blocksOf(image: Image, inode: Inode): AsyncGenerator<Laying, void, void> {
	const block = (home: Container, start: number, end: number): Laying => ({
		home,
		inode,
		what: "directory",
		lay: (v, bytes) => layDirectoryBlock({ image, inode, bytes, start, end }, v),
	});
	const { blockSize } = image.facts;
	if (isCompressed(inode.layout)) {
		const space = fileSpace(inode.nid);
		const source = await readable(fileSource(image, inode, space));
		const all = { start: 0, end: inode.size };
		if (!source) return;
		for (const { start, end } of directoryBlocks(all, all, blockSize))
			yield block({ space, source }, start, end);
		return;
	}
	const map = await readable(loadMap(image, inode));
	if (!map) return;
	try {
		for await (const { kind, at } of extents(map, 0, inode.size)) {
			const home = at && kind === "data" ? containerOf(image, at.space) : undefined;
			if (!home || !at || at.end > home.source.size) continue;
			for (const { start, end } of directoryBlocks(at, at, blockSize))
				yield block(home, start, end);
		}
	} catch (error) {
		if (!isDamage(error)) throw error;
	}
}

async function readable<T>(reading: Promise<T>): Promise<T | undefined> {
	try {
		return await reading;
	} catch (error) {
		if (!findingOf(error)) throw error;
		return undefined;
	}
}
