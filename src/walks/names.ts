/** From a directory to the inode that one of its names stands for. */
import { corrupt, Failure } from "../base/errors";
import type { Culprit, Finding } from "../base/finding";
import { span } from "../base/range";
import { fileSpace } from "../base/space";
import { showName, showPart } from "../base/text";
import { countText } from "../base/words";
import { bisect, type Probe } from "../erofs/bisect";
import { fileSource } from "../erofs/data";
import { assertDirectory } from "../erofs/directory";
import { parseBlock } from "../erofs/directory-block";
import { type Container, containerOf } from "../erofs/image";
import type { Inode } from "../erofs/inode";
import { layDirectoryBlock } from "../erofs/layout/directory";
import { lookup } from "../erofs/lookup";
import { DIRENT, dirent } from "../erofs/structs/dirent";
import { fieldAt, viewOf } from "../schema/struct";
import { toContents } from "./contents";
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
}

export async function toEntry(w: Walker, directory: Inode, name: Uint8Array): Promise<Named> {
	assertDirectory(w.image, directory);
	const { blockSize } = w.image.facts;
	const search = new Search(w, directory, name);
	await bisect(name, Math.ceil(directory.size / blockSize), search.load, search.tell);
	return search.end();
}

class Search {
	readonly #w: Walker;
	readonly #directory: Inode;
	readonly #name: Uint8Array;
	readonly #blocks = new Map<number, Block>();
	#hit: Named | undefined;

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
		const unreadable = name ? undefined : unreadableEntry(this.#directory, block);
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
		if (order === 0) this.#hit = await this.#arrive(block, at);
	};

	async #arrive(block: Block, at: number): Promise<Named> {
		const { bytes } = block;
		const pointer = {
			...fieldAt(dirent, "nid", bytes.space, at),
			nid: this.#directory.nid,
			entry: showPart(this.#name),
		};
		const nid = viewOf(block.content).getBigUint64(at - block.start + dirent.at.nid, true);
		await this.#w.field(block, pointer, { text: `“${showName(this.#name)}” is inode ${nid}.` });
		return { nid, pointer };
	}

	/** What the search came to. @throws Failure when there is no such name, or only where damage hides it */
	async end(): Promise<Named> {
		if (this.#hit) return this.#hit;
		const w = this.#w;
		const [, block] = [...this.#blocks].at(-1) ?? [];
		const unreadable = block && unreadableEntry(this.#directory, block);
		if (unreadable) throw corrupt(unreadable);
		const found = await lookup(w.image, this.#directory, this.#name, w.signal);
		if (!found || !block) {
			const message = `There is no “${showName(this.#name)}” in inode ${this.#directory.nid}.`;
			throw new Failure({ kind: "io", code: "no-such-path", message });
		}
		throw corrupt({
			...fieldAt(dirent, "nameoff", block.bytes.space, block.start),
			code: "dirent-order",
			severity: "error",
			text: "The name is in this block, but out of order: Linux, which halves, does not find it.",
			seen: showName(this.#name),
			allowed: "strictly ascending names",
			nid: this.#directory.nid,
		});
	}
}

/** What keeps an entry of a block from being read, told of the place where it can be looked at. */
function unreadableEntry(directory: Inode, { content, bytes, start }: Block): Finding | undefined {
	const found: Finding[] = [];
	const report = (finding: Finding) => found.push(finding);
	parseBlock(content, { inode: directory, start: 0 }, report, () => {});
	const first = found.find(({ field }) => field === "nameoff");
	const at = first && span(bytes.space, start + first.at.start, start + first.at.end);
	return first && at && { ...first, at };
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
	return { bytes, start, content, lay: (v) => layDirectoryBlock(of, v) };
}

async function contentsOf(w: Walker, inode: Inode): Promise<Container> {
	const space = fileSpace(inode.nid);
	return { space, source: await fileSource(w.image, inode, space, w.signal) };
}
