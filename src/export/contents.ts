/**
 * File contents for archives: all of a file or none. An archive entry that was begun cannot
 * be taken back, so up to 8 MiB are read before anything is handed out. What is longer is
 * either read twice (`careful`), or handed out at the risk of breaking off, for takers that
 * can begin anew.
 */
import { checkCancelled, Failure, isDamage } from "../base/errors";
import type { Exact } from "../base/exact";
import type { Report } from "../base/finding";
import { type FileReader, openFile } from "../erofs/data";
import type { Breathe } from "../erofs/directory";
import { checkHoles } from "../erofs/holes";
import type { Image } from "../erofs/image";
import { type Inode, nidKey } from "../erofs/inode";

/** Bytes read before the first is handed out. */
export const HELD = 8 << 20;

export interface Readable {
	/** i_size bytes, once. A piece is valid only until the next one or other contents are asked for. */
	readonly pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
	/** All of them, when they are held. */
	readonly whole?: Uint8Array;
}

export interface Unreadable {
	/** The first byte that cannot be had; absent when none was tried. */
	readonly at?: number;
	readonly why: Failure;
}

export interface ContentsOptions {
	/** Read long files to their end before handing out anything. */
	readonly careful: boolean;
	/** Takes what is wrong with the map of a file that can be read all the same. */
	readonly report?: Report | undefined;
	readonly signal?: AbortSignal | undefined;
	/** Called often; what it returns is waited for. */
	readonly breathe?: Breathe | undefined;
}

/** Thrown from the pieces of a long file read without care, when it turns out to be damaged. */
export class BrokenOff extends Failure {
	constructor(why: Failure) {
		super(why.info, { cause: why });
	}
}

export const isUnreadable = (contents: Readable | Unreadable): contents is Unreadable =>
	"why" in contents;

/** Words for a note: where the reading of a file ends, and why. */
export const unreadableText = ({ at, why }: Unreadable): string =>
	at === undefined
		? `left out: ${why.message}`
		: `left out: byte ${at} cannot be read: ${why.message}`;

/** @throws Failure `io` or `cancelled`: then nothing else can be read either. */
export type ReadContents = (inode: Inode) => Promise<Readable | Unreadable>;

/** Reads one file after the other; what is held lies in one buffer used for all. */
export function contentsReader(
	image: Image,
	{ careful, report, signal, breathe }: ContentsOptions,
): ReadContents {
	const buffer = new Uint8Array(HELD);
	const read = async (inode: Inode): Promise<Readable | Unreadable> => {
		const reached = { byte: 0 };
		try {
			const file = await openFile(image, inode, signal, report);
			await checkHoles(file, signal);
			const held = await hold(file, buffer, reached, signal);
			if (held.length === inode.size) return { whole: held, pieces: [held] };
			if (careful) {
				for await (const end of file.probe(held.length, inode.size, signal)) {
					reached.byte = end;
					const pause = breathe?.();
					if (pause) await pause;
					checkCancelled(signal);
				}
			}
			return { pieces: withRest(held, file, signal) };
		} catch (why) {
			if (!isDamage(why)) throw why;
			return why.kind === "limit" ? { why } : { at: reached.byte, why };
		}
	};
	const known = new KnownUnreadable();
	return async (inode) => known.of(inode) ?? known.keep(inode, await read(inode));
}

/** Damaged files that are remembered. */
const MOST_UNREADABLE = 10_000;

/** Files that could not be read, and are not tried again: a million entries can lead to one. */
export class KnownUnreadable {
	readonly #kept = new Map<Exact, Unreadable>();

	of({ nid }: Inode): Unreadable | undefined {
		return this.#kept.get(nidKey(nid));
	}

	/** @returns what it was given */
	keep<T extends Readable | Unreadable>({ nid }: Inode, contents: T): T {
		if (isUnreadable(contents) && this.#kept.size < MOST_UNREADABLE) {
			this.#kept.set(nidKey(nid), contents);
		}
		return contents;
	}
}

/** The first bytes of a file, as many as the buffer takes in whole pieces. */
async function hold(
	file: FileReader,
	buffer: Uint8Array,
	reached: { byte: number },
	signal?: AbortSignal,
): Promise<Uint8Array> {
	const { size } = file.inode;
	for await (const piece of file.stream(0, size, signal)) {
		const end = reached.byte + piece.length;
		// All in one piece needs no copy, since no other one will be asked for.
		if (piece.length === size) return piece;
		if (end > buffer.length) break;
		buffer.set(piece, reached.byte);
		reached.byte = end;
	}
	return buffer.subarray(0, reached.byte);
}

async function* withRest(
	held: Uint8Array,
	file: FileReader,
	signal?: AbortSignal,
): AsyncGenerator<Uint8Array, void, void> {
	yield held;
	try {
		yield* file.stream(held.length, file.inode.size, signal);
	} catch (error) {
		throw isDamage(error) ? new BrokenOff(error) : error;
	}
}
