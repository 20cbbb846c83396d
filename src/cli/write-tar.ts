/** The archive of `extract --tar`, into a file or through a pipe. */
import { type FileHandle, open, unlink } from "node:fs/promises";
import type { Image } from "../erofs/image";
import type { ArchiveOptions } from "../export/archive";
import { BrokenOff } from "../export/contents";
import { gather } from "../export/gather";
import { tar } from "../export/tar";
import type { TreeStart } from "../export/tree";
import type { Terminal } from "./terminal";
import { unwritable } from "./trouble";

const PIECE = 1 << 20;

type Options = Omit<ArchiveOptions, "careful">;

/**
 * @param to a path, or "-" for standard output
 * @throws Failure `io` when the archive cannot be written; then it is removed again.
 */
export async function writeTar(
	image: Image,
	start: TreeStart,
	to: string,
	terminal: Pick<Terminal, "out">,
	options: Options,
): Promise<void> {
	const buffer = new Uint8Array(PIECE);
	const pieces = (careful: boolean) => gather(tar(image, start, { ...options, careful }), buffer);
	if (to === "-") {
		// What went through a pipe cannot be taken back.
		for await (const piece of pieces(true)) await terminal.out(piece);
		return;
	}
	const file = await open(to, "w").catch((error) => {
		throw unwritable(to, error);
	});
	const regular = (await file.stat()).isFile();
	try {
		if (regular) await writeOrRestart(file, pieces);
		else await writeAll(file, pieces(true));
	} catch (error) {
		if (regular) await unlink(to);
		throw error;
	} finally {
		await file.close();
	}

	async function writeOrRestart(file: FileHandle, make: typeof pieces): Promise<void> {
		try {
			await writeAll(file, make(false));
		} catch (error) {
			if (!(error instanceof BrokenOff)) throw error;
			await file.truncate(0);
			await writeAll(file, make(true));
		}
	}

	async function writeAll(file: FileHandle, all: AsyncIterable<Uint8Array>): Promise<void> {
		let at: number | null = regular ? 0 : null;
		for await (const piece of all) {
			for (let done = 0; done < piece.length; ) {
				const { bytesWritten } = await file
					.write(piece, done, piece.length - done, at)
					.catch((error) => {
						throw unwritable(to, error);
					});
				done += bytesWritten;
				if (at !== null) at += bytesWritten;
			}
		}
	}
}
