/** From a directory to the inode that one of its names stands for. */
import { corrupt, Failure } from "../base/errors";
import type { Culprit, Finding } from "../base/finding";
import { type SpaceId, type Span, span } from "../base/range";
import { fileSpace } from "../base/space";
import { compareBytes, showName, showPart } from "../base/text";
import { countText } from "../base/words";
import { hiddenEntry, isHidden } from "../checks/directories";
import { bisect, type Probe } from "../erofs/bisect";
import { fileSource } from "../erofs/data";
import { entryName, readDirectory } from "../erofs/directory";
import { entryField, entryNameField, parseBlock } from "../erofs/directory-block";
import { entryCount, nameEnd, nameStart } from "../erofs/directory-geometry";
import { fault } from "../erofs/faults";
import { type Container, containerOf } from "../erofs/image";
import type { Inode } from "../erofs/inode";
import { layDirectoryBlock } from "../erofs/layout/directory";
import { lookup } from "../erofs/lookup";
import { DIRENT, dirent } from "../erofs/structs/dirent";
import { fieldAt, viewOf } from "../schema/struct";
import { toContents } from "./contents";
import { heedInode } from "./heed";
import type { Laid, Walker } from "./walker";

/** An entry that was arrived at. */
export interface Named {
	readonly nid: bigint;
	/** The field that gives the nid. */
	readonly pointer: Culprit;
}

/** A block of a directory where it can be looked at. */
interface Block extends Laid {
	readonly start: number;
	readonly content: Uint8Array;
	/** What is wrong with its entries and names, told of where they can be looked at. */
	readonly wrong: readonly Finding[];
}

/** @returns undefined when there is no such name: the last step says where it would stand */
export async function toEntry(
	w: Walker,
	directory: Inode,
	name: Uint8Array,
): Promise<Named | undefined> {
	await heedInode(w, directory);
	const { blockSize } = w.image.facts;
	const search = new Search(w, directory, name);
	await bisect(name, Math.ceil(directory.size / blockSize), search.load, search.tell);
	return search.end();
}

/** An entry that was looked at. */
interface Seen {
	readonly name: string;
	readonly at: Span;
}

class Search {
	readonly #w: Walker;
	readonly #directory: Inode;
	readonly #name: Uint8Array;
	readonly #blocks = new Map<number, Block>();
	#hit: Named | undefined;
	/** The nearest names on both sides of what is looked for, and how many were looked at in all. */
	#before: Seen | undefined;
	#behind: Seen | undefined;
	#looks = 0;

	constructor(w: Walker, directory: Inode, name: Uint8Array) {
		this.#w = w;
		this.#directory = directory;
		this.#name = name;
	}

	load = async (number: number): Promise<Uint8Array> => {
		const block = await toBlock(this.#w, this.#directory, number);
		this.#blocks.set(number, block);
		return block.content;
	};

	tell = async ({ block: number, entry, entries, name, order }: Probe): Promise<void> => {
		const w = this.#w;
		const block = this.#blocks.get(number) as Block;
		const { space } = block.bytes;
		const unreadable = name ? undefined : unreadableEntry(block);
		if (unreadable) throw corrupt(unreadable);
		if (!name) throw new Failure({ kind: "bug", message: "A name is nowhere, and yet is read." });
		const at = block.start + entry * DIRENT;
		const text = showName(block.content.subarray(name.start, name.end));
		const found = span(space, block.start + name.start, block.start + name.end);
		await w.structure(
			block,
			dirent.name,
			at,
			{
				text: `Entry ${entry} of ${countText(entries)} is “${text}”: ${orderText(order, showName(this.#name))}`,
				why: whyText(entry, number, this.#directory.size > w.image.facts.blockSize),
				more: [found],
			},
			entry,
		);
		const seen = { name: text, at: span(space, at, at + DIRENT) };
		const odd = block.wrong.find(
			(each) => isError(each) && (isOn(each, seen.at) || isOn(each, found)),
		);
		if (odd) throw corrupt(odd);
		this.#looks++;
		if (order === 0) this.#hit = await this.#arrive(block, entry);
		else if (order > 0) this.#before = seen;
		else this.#behind = seen;
	};

	async #arrive(block: Block, entry: number): Promise<Named> {
		const { bytes } = block;
		const at = block.start + entry * DIRENT;
		const twin = twinOf(this.#directory, block, entry, this.#name);
		if (twin) throw corrupt(twin);
		const pointer = {
			...fieldAt(dirent, "nid", bytes.space, at),
			nid: this.#directory.nid,
			entry: showPart(this.#name),
		};
		const nid = viewOf(block.content).getBigUint64(at - block.start + dirent.at.nid, true);
		await this.#w.field(block, pointer, { text: `“${showName(this.#name)}” is inode ${nid}.` });
		if (isHidden(nid, this.#w.image)) {
			throw corrupt({ ...hiddenEntry, ...pointer, seen: String(nid), allowed: "inode of a file" });
		}
		return { nid, pointer };
	}

	/** What the search came to; undefined: nothing. @throws Failure when the name is there, and damage hides it */
	async end(): Promise<Named | undefined> {
		if (this.#hit) return this.#hit;
		const w = this.#w;
		const [, block] = [...this.#blocks].at(-1) ?? [];
		const unreadable = block && unreadableEntry(block);
		if (unreadable) throw corrupt(unreadable);
		const all = await allNames(w, this.#directory, this.#name);
		if (all?.hit) throw new Failure({ ...corrupt(all.hit).info, hint: MISSED });
		const found = all ? undefined : await lookup(w.image, this.#directory, this.#name, w.signal);
		if (found && block) {
			throw corrupt({
				...fieldAt(dirent, "nameoff", block.bytes.space, block.start),
				...outOfOrder(this.#directory, this.#name),
			});
		}
		this.#sayAbsent(all);
		return undefined;
	}

	#sayAbsent(all: Names | undefined): void {
		const near = [this.#behind, this.#before].filter((seen) => seen !== undefined);
		const [at = this.#directory.at, ...more] = near.map((seen) => seen.at);
		const looks = `${countText(this.#looks)} ${this.#looks === 1 ? "name was" : "names were"} looked at`;
		this.#w.add({
			at: [at, ...more],
			field: dirent.name,
			text: `There is no “${showName(this.#name)}”: it would stand ${gapText(this.#before, this.#behind)}.`,
			why: `${looks}. ${proofText(all)}`,
		});
	}
}

/** What reading a whole directory tells. */
interface Names {
	readonly count: number;
	readonly areSorted: boolean;
	/** The name is there after all, where halving does not come to it. */
	readonly hit: Finding | undefined;
}

/** Bytes of a directory that is read whole to see whether halving proves anything. */
const MOST_WHOLE = 4 << 20;

/** Undefined for a directory that is too large, or that damage hides. */
async function allNames(
	{ image, signal }: Walker,
	directory: Inode,
	name: Uint8Array,
): Promise<Names | undefined> {
	if (directory.size > MOST_WHOLE) return undefined;
	const found: Finding[] = [];
	const entries = await readDirectory(image, directory, (one) => found.push(one), signal);
	if (found.some(({ severity, code }) => severity === "error" && code !== OUT_OF_ORDER.code)) {
		return undefined;
	}
	const unsorted = found.find(({ code }) => code === OUT_OF_ORDER.code);
	let areSorted = true;
	let hit: Finding | undefined;
	for (let i = 0; i < entries.count; i++) {
		const one = entryName(entries, i);
		if (i > 0 && compareBytes(entryName(entries, i - 1), one) >= 0) areSorted = false;
		if (compareBytes(one, name) !== 0) continue;
		const place = { directory, at: entries.at[i] as number, name: one };
		hit ??= unsorted ?? { ...entryField(place, "nameoff"), ...outOfOrder(directory, one) };
	}
	return { count: entries.count, areSorted, hit };
}

const OUT_OF_ORDER = fault("dirent-order");
const MISSED = "The name is here, but out of order: Linux, which halves, does not find it.";

const outOfOrder = ({ nid }: Inode, name: Uint8Array) =>
	({
		...OUT_OF_ORDER,
		text: MISSED,
		seen: showName(name),
		allowed: "strictly ascending names",
		nid,
	}) as const;

/** Why no other entry can be the one that is looked for. */
function proofText(all: Names | undefined): string {
	if (!all)
		return "Where names are in order, as they must be, none of the others can be it; not all of them were read to see that they are.";
	return all.areSorted
		? "Names are in order: so none of the others can be it."
		: `The names of this directory are not in order, so halving proves nothing: all ${countText(all.count)} were read, and none is it.`;
}

/** Where the name would stand. */
const gapText = (before: Seen | undefined, behind: Seen | undefined): string =>
	before && behind
		? `between “${before.name}” and “${behind.name}”`
		: before
			? `behind “${before.name}”, the last name`
			: behind
				? `before “${behind.name}”, the first name`
				: "in a list that is empty";

const isError = ({ severity }: Finding): boolean => severity === "error";

const isOn = ({ at }: Finding, { start, end }: Span): boolean => at.start < end && start < at.end;

/** What keeps an entry of a block from being read. */
const unreadableEntry = ({ wrong }: Pick<Block, "wrong">): Finding | undefined =>
	wrong.find(({ field }) => field === "nameoff");

/** @param start where the block can be looked at */
function wrongIn(directory: Inode, content: Uint8Array, space: SpaceId, start: number): Finding[] {
	const wrong: Finding[] = [];
	const report = (finding: Finding) => {
		const at = span(space, start + finding.at.start, start + finding.at.end);
		wrong.push({ ...finding, at });
	};
	parseBlock(content, { inode: directory, start: 0 }, report, () => {});
	return wrong;
}

/** The same name in the next entry or the one before: nobody can say which is meant. */
function twinOf(
	directory: Inode,
	{ content, bytes, start }: Block,
	entry: number,
	name: Uint8Array,
): Finding | undefined {
	const view = viewOf(content);
	const count = entryCount(view, 0, content.length);
	const rangeOf = (i: number) => ({
		start: nameStart(view, 0, i),
		end: nameEnd(view, 0, content.length, i, count),
	});
	const isTwin = (i: number) => {
		const { start, end } = rangeOf(i);
		return compareBytes(content.subarray(start, end), name) === 0;
	};
	const twin = [entry - 1, entry + 1].find((i) => i >= 0 && i < count && isTwin(i));
	if (twin === undefined) return undefined;
	const second = Math.max(entry, twin);
	const range = rangeOf(second);
	return {
		...fault("dirent-duplicate"),
		...entryNameField({ directory, at: second * DIRENT, name }, 0),
		at: span(bytes.space, start + range.start, start + range.end),
		seen: `twice ${showName(name)}`,
		allowed: "strictly ascending bytes",
	};
}

function orderText(order: number, name: string): string {
	if (order === 0) return "the one that is looked for.";
	return `“${name}” comes ${order < 0 ? "before" : "behind"} it.`;
}

function whyText(entry: number, block: number, several: boolean): string {
	if (entry > 0)
		return "Names are in the order of their bytes, so that each look halves what is left.";
	return several
		? `The first name of block ${block} tells on which side the right block is.`
		: "The first name tells whether the block can hold the one that is looked for.";
}

/** Bytes that no names can be read from are not those of a directory. @throws Failure `corrupt` */
export async function heedBlock(w: Walker, directory: Inode, n: number): Promise<void> {
	const { blockSize } = w.image.facts;
	const { space, source } = await contentsOf(w, directory);
	const start = n - (n % blockSize);
	const end = Math.min(start + blockSize, directory.size);
	const content = await source.read(start, end, w.signal);
	const unreadable = unreadableEntry({ wrong: wrongIn(directory, content, space, start) });
	if (unreadable) throw corrupt(unreadable);
}

/** Block `number` of a directory: where it is stored, or in its decoded contents. */
async function toBlock(w: Walker, directory: Inode, number: number): Promise<Block> {
	const { blockSize } = w.image.facts;
	const first = number * blockSize;
	const length = Math.min(blockSize, directory.size - first);
	const { at, extent } = await toContents(w, directory, first);
	const isWhole =
		extent.kind !== "compressed" && extent.kind !== "hole" && extent.cut === undefined;
	const stored = isWhole && extent.end >= first + length && containerOf(w.image, at.space);
	const home = stored || (await contentsOf(w, directory));
	const start = stored ? at.start : first;
	const bytes = w.bytesOf(home);
	const end = start + length;
	const content = await w.run(() => bytes.slice(start, end).slice());
	const of = { image: w.image, inode: directory, bytes, start, end };
	const wrong = wrongIn(directory, content, home.space, start);
	return { bytes, start, content, wrong, lay: (v) => layDirectoryBlock(of, v) };
}

async function contentsOf(w: Walker, inode: Inode): Promise<Container> {
	const space = fileSpace(inode.nid);
	return { space, source: await fileSource(w.image, inode, space, w.signal) };
}
