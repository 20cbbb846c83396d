/** What a scan finds of an image, as if that were a file of this machine. */
import { isDeepStrictEqual } from "node:util";
import type { Finding } from "../base/finding";
import type { ByteSource } from "../base/source";
import { Census } from "../census/census";
import type { Column } from "../census/columns";
import { listedOf } from "../census/listed";
import { Scan } from "../census/scan/scan";
import type { Tree } from "../census/tree";
import type { Image } from "../erofs/image";
import { Inhabitants } from "../ownership/inhabitants";
import { ManyInodes } from "../ownership/many";
import { Planner, type PlanOptions } from "../ownership/planner";

/** As if it were a file of this machine. @param image whose bytes are in memory */
export function asFile(image: Image): Image {
	const { source } = image.primary;
	const fill: ByteSource["fill"] = (start, into) =>
		into.set(source.peek?.(start, start + into.length) as Uint8Array);
	return { ...image, primary: { ...image.primary, source: { ...source, fill } } };
}

/** Of the whole tree: what is odd is left to others, as is all where nothing can be scanned. */
export async function scannedPlan(
	image: Image,
	tree: Tree,
	options?: PlanOptions,
): Promise<Planner> {
	const file = asFile(image);
	const scan = await Scan.of(file);
	const planner = new Planner(new Inhabitants(file, tree, undefined, scan?.bytes), options);
	if (!scan) return planner;
	const many = new ManyInodes(scan, planner.inhabitants);
	const { count } = tree.inodes;
	for (let row = 0; row < count; ) row = many.plan(row, count, planner);
	return planner;
}

interface Taken {
	readonly tree: Tree;
	readonly findings: readonly Finding[];
}

async function taken(image: Image, scan?: Scan): Promise<Taken> {
	const findings: Finding[] = [];
	const census = new Census(image, { report: (finding) => findings.push(finding), scan });
	return { tree: await census.take(), findings };
}

/** Rows of a tree as they are compared, and what was told of it. */
function told({ tree, findings }: Taken): unknown {
	const { entries, inodes, directories } = tree;
	const { inode, type, nameStart, names } = entries;
	const { nid, size, raw } = inodes;
	const { stored, mtime, uid, gid } = listedOf(inodes);
	const wide = [nid, size, stored, mtime, raw];
	const { mode, nlink, form, place, serials } = inodes;
	const { dirents, nameBytes, lastDirents, lastNameBytes } = directories;
	const first = (count: number) => (column: Column) => [...column.subarray(0, count)];
	return {
		entries: [inode, type, nameStart].map(first(entries.count)),
		names: first(entries.nameBytes)(names),
		inodes: [mode, uid, gid, form, place, inodes.names].map(first(inodes.count)),
		nlink: Array.from({ length: inodes.count }, (_, row) => nlink.at(row)),
		wide: wide.map((column) =>
			Array.from({ length: inodes.count }, (_, row) => column.unsigned(row)),
		),
		directories: [directories.inode, directories.entry, directories.first, directories.end]
			.concat([dirents, nameBytes, lastDirents, lastNameBytes])
			.map(first(directories.count)),
		serials: { ...serials },
		findings,
	};
}

/** Whether the tree is the same when its directories are scanned. */
export async function isTreeAlike(image: Image): Promise<boolean> {
	const file = asFile(image);
	const scan = await Scan.of(file, { withTree: true });
	return isDeepStrictEqual(told(await taken(file, scan)), told(await taken(image)));
}
