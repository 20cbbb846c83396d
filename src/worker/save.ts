/** Taking things out of the image: the contents of one file as a File for the page. */
import { checkCancelled, Failure } from "../base/errors";
import { openFile } from "../erofs/data";
import { readInode } from "../erofs/inode";
import { breather } from "./breathe";
import type { Params, Saved } from "./protocol";
import type { Context } from "./server";
import type { Session } from "./session";

export async function save(
	{ image }: Session,
	{ nid, as, name }: Params<"save">,
	{ signal, progress }: Context<"save">,
): Promise<Saved> {
	if (as !== "file")
		throw new Failure({ kind: "unsupported", message: `Saving as ${as} is not supported.` });
	const inode = await readInode(image, nid, undefined, signal);
	const file = await openFile(image, inode, signal);
	const breathe = breather(signal);
	const parts: Uint8Array<ArrayBuffer>[] = [];
	let done = 0;
	for await (const piece of file.stream(0, inode.size, signal)) {
		checkCancelled(signal);
		parts.push(piece.slice());
		done += piece.length;
		progress({ phase: "Saving", done, total: inode.size, unit: "bytes" });
		await breathe();
	}
	return { file: new File(parts, name), notes: [] };
}
