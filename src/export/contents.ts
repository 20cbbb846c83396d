/**
 * File contents for archives: all of a file or none. An archive entry that was begun cannot
 * be taken back, so up to 8 MiB are read before anything is handed out. What is longer is
 * either read twice (`careful`), or handed out at the risk of breaking off, for takers that
 * can begin anew.
 */
import { Failure } from "../base/errors";
import { type FileReader, openFile } from "../erofs/data";
import type { Image } from "../erofs/image";
import type { Inode } from "../erofs/inode";

/** Bytes read before the first is handed out. */
export const HELD = 8 << 20;

export interface Readable {
	/** i_size bytes, once. A piece is valid only until the next one is asked for. */
	readonly pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

export interface Unreadable {
	/** The first byte that cannot be had. */
	readonly at: number;
	readonly why: Failure;
}

export interface ContentsOptions {
	/** Read long files to their end before handing out anything. */
	readonly careful: boolean;
	readonly signal?: AbortSignal | undefined;
}

/** Thrown from the pieces of a long file read without care, when it turns out to be damaged. */
export class BrokenOff extends Failure {
	constructor(why: Failure) {
		super(why.info, { cause: why });
	}
}

/** The image's fault, not that of the way to it: other files may still be readable. */
export const isDamage = (error: unknown): error is Failure =>
	error instanceof Failure && ["corrupt", "unsupported", "limit"].includes(error.kind);

export const isUnreadable = (contents: Readable | Unreadable): contents is Unreadable =>
	"why" in contents;

/** Words for a note: where the reading of a file ends, and why. */
export const unreadableText = ({ at, why }: Unreadable): string =>
	`left out: byte ${at} cannot be read: ${why.message}`;

/** @throws Failure `io` or `cancelled`: then nothing else can be read either. */
export async function contentsOf(
	image: Image,
	inode: Inode,
	{ careful, signal }: ContentsOptions,
): Promise<Readable | Unreadable> {
	const { size } = inode;
	const held: Uint8Array[] = [];
	let at = 0;
	try {
		const file = await openFile(image, inode, signal);
		for await (const piece of file.stream(0, size, signal)) {
			at += piece.length;
			// The last piece needs no copy: no other one will be asked for.
			held.push(at < size ? piece.slice() : piece);
			if (at >= HELD || at >= size) break;
		}
		if (at >= size) return { pieces: held };
		const heldBytes = at;
		if (careful) for await (const piece of file.stream(at, size, signal)) at += piece.length;
		return { pieces: withRest(held, file, heldBytes, signal) };
	} catch (why) {
		if (!isDamage(why)) throw why;
		return { at, why };
	}
}

async function* withRest(
	held: readonly Uint8Array[],
	file: FileReader,
	from: number,
	signal?: AbortSignal,
): AsyncGenerator<Uint8Array, void, void> {
	yield* held;
	try {
		yield* file.stream(from, file.inode.size, signal);
	} catch (error) {
		throw isDamage(error) ? new BrokenOff(error) : error;
	}
}
