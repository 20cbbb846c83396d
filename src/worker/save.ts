/**
 * Taking things out of the image, as a file for the page: the contents of one file, or a tree
 * as one archive. Nothing is ever silently short: a damaged file fails, or is left out of the
 * archive with a note.
 */

import { Failure, isDamage } from "../base/errors";
import type { Report } from "../base/finding";
import type { ByteSource } from "../base/source";
import { concat, nameBytes, showName, utf8, utf8Bytes } from "../base/text";
import { openFile } from "../erofs/data";
import { checkHoles } from "../erofs/holes";
import type { Image } from "../erofs/image";
import { type Inode, readInode } from "../erofs/inode";
import { rescue } from "../erofs/rescue";
import type { ArchiveOptions } from "../export/archive";
import { BrokenOff } from "../export/contents";
import { gather } from "../export/gather";
import type { TakeNote } from "../export/note";
import { type Fill, filled, Losses, lossLines } from "../export/rescued";
import { safeName } from "../export/safe-name";
import { tar } from "../export/tar";
import type { TreeStart } from "../export/tree";
import { wanted } from "../export/wanted";
import { zip } from "../export/zip";
import type { FileStore } from "../sources/kept/file-store";
import { opfsStore } from "../sources/kept/opfs";
import { breather } from "./breathe";
import type { Context } from "./method";
import type { Lost, ManyPaths, Params, Saved } from "./protocol";
import { forReason } from "./reason";
import { removeOldSaves, SaveOutput } from "./save-output";
import type { Session } from "./session";

const PIECE = 1 << 20;

type Job = Context & { readonly image: Image; readonly session: Session };

/** Where temporary files are; undefined in browsers without a private file system. */
export const saveStore = (): Promise<FileStore | undefined> => opfsStore("saves");

/** At the start of a visit: frees what the last one left. */
export async function clearSaves(): Promise<void> {
	await removeOldSaves({ store: await saveStore(), now: Date.now() });
}

/** @throws Failure when the image cannot be read, or there is no room. */
export async function save(
	session: Session,
	params: Params<"save">,
	context: Context,
	openStore: () => Promise<FileStore | undefined> = saveStore,
): Promise<Saved> {
	const image = forReason(session.image, `saving ${params.name}`);
	const job = { ...context, image, session };
	const { as } = params;
	return into(openStore, (output) =>
		as === "file" ? saveFile(job, params, output) : saveTree(job, params, FORMS[as], output),
	);
}

/** All bytes of a source as they are now: of an altered copy with what was altered. */
export function saveCopy(
	source: ByteSource,
	{ name }: Params<"saveCopy">,
	{ signal, progress }: Context,
	openStore: () => Promise<FileStore | undefined> = saveStore,
): Promise<Saved> {
	const { size } = source;
	return into(openStore, async (output) => {
		const breathe = breather(signal);
		for (let done = 0; done < size; done += PIECE) {
			await output.write(await source.read(done, Math.min(done + PIECE, size), signal));
			progress({ phase: "Saving", done, total: size, unit: "bytes" });
			await breathe();
		}
		return finished(output, name, "", "application/octet-stream", []);
	});
}

/** Nothing is left of what fails. */
async function into(
	openStore: () => Promise<FileStore | undefined>,
	write: (output: SaveOutput) => Promise<Saved>,
): Promise<Saved> {
	const place = { store: await openStore(), now: Date.now() };
	await removeOldSaves(place);
	const output = new SaveOutput(place);
	try {
		return await write(output);
	} catch (error) {
		await output.discard();
		throw error;
	}
}

async function saveFile(
	job: Job,
	{ nid, name, rescue: fill }: Params<"save">,
	output: SaveOutput,
): Promise<Saved> {
	const { image, signal, progress } = job;
	const inode = await readInode(image, nid, undefined, signal);
	if (fill) return saveRescued(job, inode, { fill, name }, output);
	const breathe = breather(signal);
	let done = 0;
	try {
		const file = await openFile(image, inode, signal);
		await checkHoles(file, signal);
		for await (const piece of gather(file.stream(0, inode.size, signal), new Uint8Array(PIECE))) {
			await output.write(piece);
			done += piece.length;
			progress({ phase: "Saving", done, total: inode.size, unit: "bytes" });
			await breathe();
		}
	} catch (error) {
		throw isDamage(error) ? brokenOff(error, done) : error;
	}
	return finished(output, name, "", "application/octet-stream", []);
}

/** All of a file that can be read, and a note on what is lost. */
async function saveRescued(
	{ image, session, signal, progress }: Job,
	inode: Inode,
	{ fill, name }: { readonly fill: Fill; readonly name: string },
	output: SaveOutput,
): Promise<Saved> {
	const losses = new Losses();
	const breathe = breather(signal);
	let done = 0;
	const parts = rescue(image, inode, { start: 0, end: inode.size }, signal);
	for await (const piece of gather(filled(parts, fill, losses), new Uint8Array(PIECE))) {
		await output.write(piece);
		done += piece.length;
		progress({ phase: "Saving", done, total: inode.size, unit: "bytes" });
		await breathe();
	}
	const path = session.known.pathOf(inode.nid);
	const lines = lossLines(path ? showName(path) : name, inode, fill, losses);
	const saved = await finished(output, name, "", "application/octet-stream", lines.slice(1, 2));
	const text = lines.map((line) => `${line}\n`);
	return { ...saved, lost: new File(text, `${saved.file.name}.lost.txt`, { type: "text/plain" }) };
}

/** What of a file cannot be read. */
export async function lostOf(
	session: Session,
	{ nid }: Params<"lost">,
	{ signal, progress }: Context,
): Promise<Lost> {
	const image = forReason(session.image, "what can still be read");
	const inode = await readInode(image, nid, undefined, signal);
	const losses = new Losses();
	const breathe = breather(signal);
	let done = 0;
	const parts = rescue(image, inode, { start: 0, end: inode.size }, signal);
	for await (const piece of filled(parts, "omit", losses)) {
		done += piece.length;
		progress({ phase: "Reading", done, total: inode.size, unit: "bytes" });
		await breathe();
	}
	const { list, bytes, more } = losses;
	return { list, bytes, more };
}

/** Hands out what was written, under a name that every system takes. */
async function finished(
	output: SaveOutput,
	name: string,
	extension: string,
	type: string,
	notes: readonly string[],
): Promise<Saved> {
	const raw = concat([nameBytes(name || "root"), utf8Bytes(extension)]);
	const safe = safeName(raw);
	const renamed = safe === utf8(raw) ? [] : [`stored as “${safe}”, a name that every system takes`];
	return { file: await output.finish(safe, type), notes: [...renamed, ...notes] };
}

const brokenOff = (why: Failure, done: number): Failure =>
	new Failure(
		{
			...why.info,
			message: `The file is not saved, since it cannot be read to its end: ${why.message}`,
			hint: `Its first ${done} bytes can be read. A check of its contents finds the damaged parts; with them stands “Save what can be read”.`,
		},
		{ cause: why },
	);

/** The forms of an archive: how it is made, and what its file is called. */
const FORMS = {
	tar: { make: tar, extension: ".tar", type: "application/x-tar" },
	zip: { make: zip, extension: ".zip", type: "application/zip" },
} as const;

async function saveTree(
	job: Job,
	{ nid, name, only }: Params<"save">,
	{ make, extension, type }: (typeof FORMS)[keyof typeof FORMS],
	output: SaveOutput,
): Promise<Saved> {
	const start = startOf(job.session, nid, name);
	const write = async (careful: boolean): Promise<readonly string[]> => {
		const notes = new Notes(job.session);
		const options = archiveOptions(job, careful, notes, only);
		const breathe = breather(job.signal);
		for await (const piece of gather(make(job.image, start, options), new Uint8Array(PIECE))) {
			await output.write(piece);
			await breathe();
		}
		return notes.lines();
	};
	let notes: readonly string[];
	try {
		notes = await write(false);
	} catch (error) {
		if (!(error instanceof BrokenOff)) throw error;
		output.restart();
		notes = await write(true);
	}
	return finished(output, name, extension, type, notes);
}

const archiveOptions = (
	{ signal, progress }: Job,
	careful: boolean,
	{ take, report }: Notes,
	only: Params<"save">["only"],
): ArchiveOptions => {
	return {
		careful,
		signal,
		breathe: breather(signal),
		note: take,
		report,
		onProgress: progress,
		...(only ? { only: wanted(eachOf(only)) } : {}),
	};
};

function* eachOf({ bytes, starts }: ManyPaths): Generator<Uint8Array, void, void> {
	for (let i = 1; i < starts.length; i++) yield bytes.subarray(starts[i - 1], starts[i]);
}

/** Where the tree begins; an inode whose path is not known yet is called by the name of the save. */
function startOf({ known, image }: Session, nid: bigint, name: string): TreeStart {
	const path = known.pathOf(nid) ?? utf8Bytes(`/${name.replaceAll("/", "_")}`);
	return { nid, path, parent: known.parentOf(nid) ?? image.facts.rootNid };
}

/** More than anybody reads. */
const MOST_NOTES = 500;

/** What is not in the archive as it is in the image, in words. */
class Notes {
	readonly #session: Session;
	readonly #lines: string[] = [];
	#last = "";
	#more = 0;

	constructor(session: Session) {
		this.#session = session;
	}

	readonly take: TakeNote = ({ path, text }) => {
		this.#last = text;
		this.#add(path.length ? `${showName(path)}: ${text}` : text);
	};

	/** Damage that no note is about: entries or attributes that could not be read. */
	readonly report: Report = (finding) => {
		const { severity, text, nid, path } = this.#session.known.withPath(finding);
		// What is left out for damage is noted first, with the same words.
		if (severity !== "error" || this.#last.endsWith(text)) return;
		const where = path ?? (nid === undefined ? undefined : `inode ${nid}`);
		this.#add(where === undefined ? text : `${where}: ${text}`);
	};

	#add(line: string): void {
		if (this.#lines.length >= MOST_NOTES) this.#more++;
		else this.#lines.push(line);
	}

	lines(): readonly string[] {
		return this.#more ? [...this.#lines, `and ${this.#more} more`] : this.#lines;
	}
}
