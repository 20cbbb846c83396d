/** Paths to inodes, the way the kernel does it: bisection over directory blocks, then inside one. */
import { Failure, isDamage, refused } from "../base/errors";
import { type Finding, ignoreFindings, type Report } from "../base/finding";
import { span } from "../base/range";
import { fileSpace } from "../base/space";
import { compareBytes, LONGEST_PATH, showName, showStart } from "../base/text";
import { countText, exactBytes } from "../base/words";
import { bisect } from "./bisect";
import { openFile } from "./data";
import { assertDirectory, entryName, readDirectory } from "./directory";
import { parseBlock } from "./directory-block";
import { fault } from "./faults";
import type { Image } from "./image";
import { type Inode, inodeField, readInode } from "./inode";
import { FT } from "./structs/dirent";

export interface Found {
	readonly nid: bigint;
	/** FT value of the entry. */
	readonly type: number;
}

/**
 * The entry called `name`, or undefined. In a damaged (unsorted) directory an
 * entry can be missed, as the kernel would miss it; listings still show it.
 */
export async function lookup(
	image: Image,
	directory: Inode,
	name: Uint8Array,
	signal?: AbortSignal,
): Promise<Found | undefined> {
	assertDirectory(image, directory);
	const { blockSize } = image.facts;
	const { size } = directory;
	const file = await openFile(image, directory, signal);
	const load = (block: number) =>
		file.read(block * blockSize, Math.min((block + 1) * blockSize, size), signal);
	const narrowed = await bisect(name, Math.ceil(size / blockSize), load);
	if (!narrowed) return undefined;
	// Names of one block that are out of order are found all the same.
	const start = narrowed.block * blockSize;
	let found: Found | undefined;
	parseBlock(narrowed.bytes, { inode: directory, start }, ignoreFindings, (each, nid, type) => {
		if (compareBytes(each, name) === 0) found ??= { nid, type };
	});
	return found;
}

/** An entry that was asked for by its path, and whether all entries of its directory can be read. */
interface Sought {
	readonly found: Found | undefined;
	readonly isWhole: boolean;
}

/** The same where damage keeps bisection from it: whoever was listed a name can have what it stands for. */
async function seek(
	image: Image,
	directory: Inode,
	name: Uint8Array,
	signal?: AbortSignal,
): Promise<Sought> {
	const quick = await lookup(image, directory, name, signal).catch((error: unknown) => {
		if (!isDamage(error)) throw error;
		return undefined;
	});
	if (quick) return { found: quick, isWhole: true };
	let isWhole = true;
	const note: Report = () => {
		isWhole = false;
	};
	const entries = await readDirectory(image, directory, note, signal);
	for (let i = 0; i < entries.count; i++) {
		if (compareBytes(entryName(entries, i), name) !== 0) continue;
		const [nid, type] = [entries.nid[i] as bigint, entries.type[i] as number];
		return { found: { nid, type }, isWhole };
	}
	return { found: undefined, isWhole };
}

export interface Step extends Found {
	readonly name: Uint8Array;
}

const SLASH = 0x2f;

/** Parts of a path between slashes, as bytes. Empty parts and "." are dropped. */
export function pathParts(path: Uint8Array): Uint8Array[] {
	const parts: Uint8Array[] = [];
	let start = 0;
	for (let i = 0; i <= path.length; i++) {
		if (i < path.length && path[i] !== SLASH) continue;
		const part = path.subarray(start, i);
		if (part.length && !(part.length === 1 && part[0] === 0x2e)) parts.push(part);
		start = i + 1;
	}
	return parts;
}

/**
 * Follows `path` from the root (symlinks are not followed; ".." goes up).
 * The first step is the root itself, the last one the answer.
 * @throws Failure `io` with code `no-such-path` naming the part that does not exist.
 */
export async function resolvePath(
	image: Image,
	path: Uint8Array,
	signal?: AbortSignal,
): Promise<Step[]> {
	const steps: Step[] = [{ name: new Uint8Array(), nid: image.facts.rootNid, type: FT.DIR }];
	for (const part of pathParts(path)) {
		if (part.length === 2 && part[0] === 0x2e && part[1] === 0x2e) {
			if (steps.length > 1) steps.pop();
			continue;
		}
		const here = steps.at(-1) as Step;
		const inode = await readInode(image, here.nid, ignoreFindings, signal);
		const where = `/${steps
			.slice(1)
			.map((s) => showName(s.name))
			.join("/")}`;
		if (inode.type !== FT.DIR) throw noSuchPath(`“${where}” is not a directory`);
		const { found, isWhole } = await seek(image, inode, part, signal);
		if (!found) throw noSuchEntry(showName(part), `“${where}”`, isWhole);
		steps.push({ name: part, ...found });
	}
	return steps;
}

/**
 * The first file on the way from the root along `parts`, and how many of them lead to it.
 * @throws Failure `io` (`no-such-path`) when they lead to none
 */
export async function fileAlong(
	image: Image,
	parts: readonly Uint8Array[],
	signal?: AbortSignal,
): Promise<{ inode: Inode; steps: number }> {
	let nid = image.facts.rootNid;
	for (let steps = 0; ; steps++) {
		const inode = await readInode(image, nid, ignoreFindings, signal);
		if (inode.type === FT.REG) return { inode, steps };
		const name = parts[steps];
		const where = `“/${parts.slice(0, steps).map(showName).join("/")}”`;
		if (inode.type !== FT.DIR) throw noSuchPath(`${where} is no file`);
		if (!name) throw noSuchPath(`${where} is a directory`);
		const { found, isWhole } = await seek(image, inode, name, signal);
		if (!found) throw noSuchEntry(showName(name), where, isWhole);
		nid = found.nid;
	}
}

const SPELLING = "Check the spelling; names are case-sensitive.";

const noSuchPath = (why: string, hint = SPELLING): Failure =>
	new Failure({
		kind: "io",
		code: "no-such-path",
		message: `The path does not exist: ${why}.`,
		hint,
	});

/** @param where the directory, of which not all entries may be there */
const noSuchEntry = (name: string, where: string, isWhole: boolean): Failure =>
	isWhole
		? noSuchPath(`there is no “${name}” in ${where}`)
		: noSuchPath(
				`there is no “${name}” among the entries of ${where} that can be read`,
				"The directory is damaged: a check tells where.",
			);

/**
 * The target of a symlink, as stored: also one that Linux could not follow.
 * @throws Failure `corrupt` when it cannot be read, `limit` when it is absurdly long.
 */
export async function readLink(
	image: Image,
	inode: Inode,
	report: Report = ignoreFindings,
	signal?: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
	const odd = oddTarget(inode);
	if (odd && inode.i_size > MOST_TARGET) throw refused("limit", odd);
	if (odd) report(odd);
	const target = await (await openFile(image, inode, signal, report)).read(0, inode.size, signal);
	const nul = target.indexOf(0);
	if (nul >= 0) {
		report({
			...fault("symlink-nul"),
			structure: "symlink",
			field: "target",
			seen: showStart(target),
			allowed: "no zero byte",
			at: span(fileSpace(inode.nid), nul, nul + 1),
			nid: inode.nid,
		});
	}
	return target;
}

/** Bytes of the longest target that is read; Linux follows none above LONGEST_PATH. */
const MOST_TARGET = 1 << 20;

/** What is wrong with the length of a target. */
function oddTarget(inode: Inode): Finding | undefined {
	const size = inode.i_size;
	const seen = exactBytes(size);
	const allowed = `1 to ${countText(LONGEST_PATH)} bytes`;
	const about = { ...inodeField(inode, "i_size"), seen, allowed };
	if (size === 0) return { ...fault("symlink-empty"), ...about };
	if (size <= LONGEST_PATH) return undefined;
	return { ...fault(size <= MOST_TARGET ? "symlink-long" : "symlink-size"), ...about };
}
