/** The contents of one file, into a file that did not exist before. */
import { closeSync, constants, ftruncateSync, openSync, unlinkSync, writeSync } from "node:fs";
import { checkCancelled, Failure, isDamage } from "../../base/errors";
import type { Report } from "../../base/finding";
import type { Range } from "../../base/range";
import { exactBytes } from "../../base/words";
import { type FileReader, openFile } from "../../erofs/data";
import type { Image } from "../../erofs/image";
import type { Inode } from "../../erofs/inode";
import { extents } from "../../erofs/map/open";
import { rescue } from "../../erofs/rescue";
import type { Unreadable } from "../../export/contents";
import { gather } from "../../export/gather";
import { type Fill, filled, Losses } from "../../export/rescued";
import { told } from "../rescue";
import { setAttributes } from "./attributes";

const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW } = constants;

export interface WriteOptions {
	/** For gathering small pieces; used for one file after the other. */
	readonly buffer: Uint8Array;
	readonly report?: Report | undefined;
	readonly signal?: AbortSignal | undefined;
	/** Of a damaged file, what can be read is written all the same. */
	readonly fill?: Fill | undefined;
	/** Called with the number of bytes written. */
	wrote(bytes: number): void;
	/** Called after each write, so that who stops it is heard. */
	breathe(): Promise<void> | undefined;
}

/**
 * Holes stay holes. Whatever goes wrong, no partial file is left that was not asked for.
 * @returns of damaged contents what is not in the file, or where reading ended when there is no file
 * @throws the system's error when the file cannot be created or written, Failures of reading
 */
export async function writeFile(
	path: Buffer,
	image: Image,
	inode: Inode,
	options: WriteOptions,
): Promise<Losses | Unreadable | undefined> {
	if (typeof inode.i_size === "bigint") return { why: tooLarge(inode.i_size) };
	const fd = openSync(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
	try {
		const trouble = await writeContents(fd, image, inode, options);
		const losses = trouble && (await writeRescued(fd, image, inode, options));
		if (trouble && !losses) unlinkSync(path);
		else setAttributes(fd, inode);
		return losses ?? trouble;
	} catch (error) {
		unlinkSync(path);
		throw error;
	} finally {
		closeSync(fd);
	}
}

const tooLarge = (size: bigint): Failure =>
	new Failure({
		kind: "limit",
		code: "file-too-large",
		message: `The file has ${exactBytes(size)}, further than is counted here.`,
	});

async function writeContents(
	fd: number,
	image: Image,
	inode: Inode,
	{ buffer, report, signal, wrote, breathe }: WriteOptions,
): Promise<Unreadable | undefined> {
	let readTo = 0;
	let written = 0;
	async function* read(file: FileReader, start: number, end: number) {
		readTo = start;
		for await (const piece of file.stream(start, end, signal)) {
			yield piece;
			readTo += piece.length;
		}
	}
	try {
		const file = await openFile(image, inode, signal, report);
		for await (const { start, end } of dataRuns(file, signal)) {
			let at = start;
			for await (const bytes of gather(read(file, start, end), buffer)) {
				writeAll(fd, bytes, at);
				wrote(bytes.length);
				at += bytes.length;
				await breathe();
				checkCancelled(signal);
			}
			written = end;
		}
	} catch (why) {
		if (isDamage(why)) return { at: readTo, why };
		throw why;
	}
	// Nothing is written of a hole at the end.
	if (written !== inode.size) ftruncateSync(fd, inode.size);
	return undefined;
}

/**
 * What can be read of a damaged file.
 * @returns what is lost; undefined when that was not asked for, or is all of it
 */
async function writeRescued(
	fd: number,
	image: Image,
	inode: Inode,
	{ buffer, fill, report, signal, wrote, breathe }: WriteOptions,
): Promise<Losses | undefined> {
	if (!fill) return undefined;
	const losses = new Losses();
	const parts = told(rescue(image, inode, { start: 0, end: inode.size }, signal), report);
	let at = 0;
	ftruncateSync(fd, 0);
	for await (const bytes of gather(filled(parts, fill, losses), buffer)) {
		if (bytes.some((byte) => byte !== 0)) writeAll(fd, bytes, at);
		wrote(bytes.length);
		at += bytes.length;
		await breathe();
		checkCancelled(signal);
	}
	ftruncateSync(fd, at);
	return losses.bytes < inode.size ? losses : undefined;
}

/** Most bytes of a run: what is found of the map is used while it is still at hand. */
const RUN = 8 << 20;

/** The bytes of a file that are no holes, in order. */
async function* dataRuns(
	{ map, inode }: FileReader,
	signal?: AbortSignal,
): AsyncGenerator<Range, void, void> {
	let start = 0;
	let end = 0;
	for await (const extent of extents(map, 0, inode.size, signal)) {
		const hole = extent.kind === "hole";
		if (hole || extent.end - start > RUN) {
			if (start < end) yield { start, end };
			start = hole ? extent.end : extent.start;
		}
		end = Math.min(extent.end, inode.size);
	}
	if (start < end) yield { start, end };
}

function writeAll(fd: number, bytes: Uint8Array, start: number): void {
	for (let done = 0; done < bytes.length; )
		done += writeSync(fd, bytes, done, bytes.length - done, start + done);
}
