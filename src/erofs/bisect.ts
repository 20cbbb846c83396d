/**
 * The search for a name in a directory as Linux does it: first for the last block whose first
 * name is not above the one wanted, then among the other entries of that block. Each halving
 * looks at one name.
 */
import type { Range } from "../base/range";
import { compareBytes } from "../base/text";
import { viewOf } from "../schema/struct";
import { entryCount, isNameRange, nameEnd, nameStart } from "./directory-geometry";

/** A name that was looked at. */
export interface Probe {
	readonly block: number;
	readonly entry: number;
	/** Entries of the block; 0 when they cannot be told apart. */
	readonly entries: number;
	/** Bytes of the block; absent when the name can be nowhere: then the search ends. */
	readonly name?: Range;
	/** Below 0 when the name wanted comes before it, above 0 when behind it, 0 when it is it. */
	readonly order: number;
}

type OnProbe = (probe: Probe) => void | Promise<void>;

/** The block in which the name must be. */
export interface Narrowed {
	readonly block: number;
	readonly bytes: Uint8Array;
	/** Whether its entry was found. */
	readonly hit: boolean;
}

/**
 * @param load the bytes of a block
 * @returns undefined when no block can hold the name
 */
export async function bisect(
	name: Uint8Array,
	blocks: number,
	load: (block: number) => Promise<Uint8Array>,
	onProbe: OnProbe = () => {},
): Promise<Narrowed | undefined> {
	let low = 0;
	let high = blocks - 1;
	let found: Omit<Narrowed, "hit"> | undefined;
	while (low <= high) {
		const block = (low + high) >> 1;
		const bytes = await load(block);
		const probe = probeOf(bytes, block, 0, name);
		await onProbe(probe);
		if (!probe.name) return undefined;
		if (probe.order === 0) return { block, bytes, hit: true };
		if (probe.order < 0) high = block - 1;
		else {
			found = { block, bytes };
			low = block + 1;
		}
	}
	return found && { ...found, hit: await bisectBlock(name, found, onProbe) };
}

/** The first entry has been looked at. */
async function bisectBlock(
	name: Uint8Array,
	{ block, bytes }: Omit<Narrowed, "hit">,
	onProbe: OnProbe,
): Promise<boolean> {
	let low = 1;
	let high = entryCount(viewOf(bytes), 0, bytes.length) - 1;
	while (low <= high) {
		const entry = (low + high) >> 1;
		const probe = probeOf(bytes, block, entry, name);
		await onProbe(probe);
		if (!probe.name) return false;
		if (probe.order === 0) return true;
		if (probe.order < 0) high = entry - 1;
		else low = entry + 1;
	}
	return false;
}

function probeOf(bytes: Uint8Array, block: number, entry: number, wanted: Uint8Array): Probe {
	const { length } = bytes;
	const view = viewOf(bytes);
	const entries = entryCount(view, 0, length);
	const where = { block, entry, entries, order: 0 };
	if (entries === 0) return where;
	const start = nameStart(view, 0, entry);
	const end = nameEnd(view, 0, length, entry, entries);
	if (!isNameRange(start, end, entries, length)) return where;
	const order = compareBytes(wanted, bytes.subarray(start, end));
	return { ...where, name: { start, end }, order };
}
