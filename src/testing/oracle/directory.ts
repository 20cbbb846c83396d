/** Directory blocks: twelve bytes for each entry, then the names without anything between. */
import { Space, Unsound } from "./space";

export interface Dirent {
	readonly nid: bigint;
	/** One character a byte. */
	readonly name: string;
	/** Bytes of the contents with the name. */
	readonly nameStart: number;
	readonly nameEnd: number;
}

/** Offsets into the contents of the directory. */
export interface DirectoryBlock {
	readonly start: number;
	readonly end: number;
	readonly dirents: readonly Dirent[];
}

const DIRENT = 12;

export function directoryBlocks(contents: Uint8Array, blockSize: number): DirectoryBlock[] {
	const space = new Space("directory", contents);
	const blocks: DirectoryBlock[] = [];
	for (let start = 0; start < space.size; start += blockSize)
		blocks.push(readBlock(space, start, Math.min(start + blockSize, space.size)));
	return blocks;
}

function readBlock(space: Space, start: number, end: number): DirectoryBlock {
	const count = space.u16(start + 8) / DIRENT;
	if (!Number.isInteger(count) || count === 0) throw new Unsound(`directory block at ${start}`);
	const nameStart = (i: number) => start + space.u16(start + DIRENT * i + 8);
	const dirents = Array.from({ length: count }, (_, i) => {
		const from = nameStart(i);
		const to = i + 1 < count ? nameStart(i + 1) : lastNameEnd(space, from, end);
		if (from >= to || to > end) throw new Unsound(`directory name at ${from}`);
		const name = Buffer.from(space.slice(from, to)).toString("latin1");
		return { nid: space.u64(start + DIRENT * i), name, nameStart: from, nameEnd: to };
	});
	return { start, end, dirents };
}

/** The last name of a block ends with the block or with the zeros that fill it. */
function lastNameEnd(space: Space, from: number, end: number): number {
	const zero = space.slice(from, end).indexOf(0);
	return zero < 0 ? end : from + zero;
}
