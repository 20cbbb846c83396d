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
	return (await halve(image, directory, name, signal)).found;
}

/** What bisection comes to. */
interface Halved {
	readonly found: Found | undefined;
	/** Whether something on the way is not as in a sound directory: the name may be elsewhere. */
	readonly isOdd: boolean;
}

async function halve(
	image: Image,
	directory: Inode,
	name: Uint8Array,
	signal?: AbortSignal,
): Promise<Halved> {
	assertDirectory(image, directory);
	const { blockSize } = image.facts;
	const { size } = directory;
	const file = await openFile(image, directory, signal);
	const between = new Between();
	let last = new Uint8Array();
	/** A copy: names of it are kept. */
	const load = async (block: number) => {
		last = Uint8Array.from(
			await file.read(block * blockSize, Math.min((block + 1) * blockSize, size), signal),
		);
		return last;
	};
	const narrowed = await bisect(name, Math.ceil(size / blockSize), load, (probe) =>
		// The entries of the last block are looked at below, all of them.
		probe.entry === 0
			? between.take(probe.name && last.subarray(probe.name.start, probe.name.end), probe.order)
			: undefined,
	);
	if (!narrowed) return { found: undefined, isOdd: between.isOdd };
	// Names of one block that are out of order are found all the same.
	const start = narrowed.block * blockSize;
	let found: Found | undefined;
	const note: Report = () => {
		between.isOdd = true;
	};
	let before: Uint8Array | undefined;
	parseBlock(narrowed.bytes, { inode: directory, start }, note, (each, nid, type) => {
		if (compareBytes(each, name) === 0) found ??= { nid, type };
		// The first one was looked at on the way.
		if (before) between.take(each, 1);
		before = each;
	});
	return { found, isOdd: between.isOdd };
}

/** The names that bisection has come to so far: in a sound directory the next one lies between them. */
class Between {
	#low: Uint8Array | undefined;
	#high: Uint8Array | undefined;
	isOdd = false;

	/** @param order of the name wanted: below 0 when it comes before this one */
	take(name: Uint8Array | undefined, order: number): void {
		const isInside =
			name &&
			(!this.#low || compareBytes(this.#low, name) < 0) &&
			(!this.#high || compareBytes(name, this.#high) < 0);
		if (!isInside) this.isOdd = true;
		else if (order < 0) this.#high = name;
		else this.#low = name;
	}
}

/** Of more bytes not all are read for a name that is not at its place, when they are far away. */
const MOST_FAR = 256 << 10;

/** Whether all of a directory is soon read: of files of this machine, or a little. */
const isNear = ({ primary: { source } }: Image, { size }: Inode): boolean =>
	size <= MOST_FAR || source.readNow !== undefined || source.readOnce !== undefined;

/** An entry that was asked for by its path, and what of its directory was looked at for it. */
interface Sought {
	readonly found: Found | undefined;
	/** `place`: only where its name would be. `some`: all entries that can be read, which are not all. */
	readonly seen: "all" | "some" | "place";
}

/** The same where damage keeps bisection from it: whoever was listed a name can have what it stands for. */
async function seek(
	image: Image,
	directory: Inode,
	name: Uint8Array,
	signal?: AbortSignal,
): Promise<Sought> {
	const quick = await halve(image, directory, name, signal).catch((error: unknown): Halved => {
		if (!isDamage(error)) throw error;
		return { found: undefined, isOdd: true };
	});
	if (quick.found) return { found: quick.found, seen: "place" };
	if (!quick.isOdd && !isNear(image, directory)) return { found: undefined, seen: "place" };
	let seen: Sought["seen"] = "all";
	const note: Report = () => {
		seen = "some";
	};
	const entries = await readDirectory(image, directory, note, signal);
	for (let i = 0; i < entries.count; i++) {
		if (compareBytes(entryName(entries, i), name) !== 0) continue;
		const [nid, type] = [entries.nid[i] as bigint, entries.type[i] as number];
		return { found: { nid, type }, seen };
	}
	return { found: undefined, seen };
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
		const { found, seen } = await seek(image, inode, part, signal);
		if (!found) throw noSuchEntry(showName(part), `“${where}”`, seen);
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
		const { found, seen } = await seek(image, inode, name, signal);
		if (!found) throw noSuchEntry(showName(name), where, seen);
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

/** @param where the directory */
function noSuchEntry(name: string, where: string, seen: Sought["seen"]): Failure {
	switch (seen) {
		case "all":
			return noSuchPath(`there is no “${name}” in ${where}`);
		case "some":
			return noSuchPath(
				`there is no “${name}” among the entries of ${where} that can be read`,
				"The directory is damaged: a check tells where.",
			);
		case "place":
			return noSuchPath(
				`there is no “${name}” in ${where} where the order of names has its place`,
				`${SPELLING} Not all of this large directory was read for it.`,
			);
	}
}

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
