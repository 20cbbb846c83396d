import { Failure } from "../../base/errors";
import { showName, showStart } from "../../base/text";
import { modeText, timeText } from "../../base/words";
import { entryName, type Looking } from "../../erofs/directory";
import { inLots } from "../../erofs/entry-inodes";
import type { Image } from "../../erofs/image";
import { type Inode, readInode } from "../../erofs/inode";
import { readLink } from "../../erofs/lookup";
import { FT } from "../../erofs/structs/dirent";
import { rdevOf } from "../../erofs/structs/inode";
import { joinPath, type Visit, visitDirectory } from "../../erofs/visit";
import { walk } from "../../erofs/walk";
import { NYDUS } from "../../erofs/writer";
import { findPlace } from "../../export/place";
import type { TreeStart } from "../../export/tree";
import { breather } from "../breathe";
import type { Call, ImageCommand } from "../command";
import { Lines } from "../lines";
import { noteMissingDevices } from "../missing";
import { type Align, table } from "../table";

/** A line to be: what it is called, and its inode when that can be read. */
interface Row {
	readonly name: string;
	readonly inode: Inode | undefined;
}

export const ls: ImageCommand = {
	name: "ls",
	synopsis: "IMAGE [PATH] [-l] [-R]",
	summary: "List a directory, or everything below it.",
	about:
		"Lists the entries of the directory PATH (the root when it is not given) in stored order, one a line; of any other file, the file itself. Bytes of names that are not printable text are shown as \\xNN; PATH may be written so too.",
	options: {
		long: {
			type: "boolean",
			short: "l",
			doc: "With mode, links, owner, group, size (or device number), time in UTC, and the targets of symlinks.",
		},
		recursive: {
			type: "boolean",
			short: "R",
			doc: "Everything below PATH, as paths from the root.",
		},
	},
	args: [0, 1],
	async run(call) {
		const { image, args, values, terminal } = call;
		const place = await findPlace(image, args[0] ?? "/", terminal.signal);
		// A bootstrap is made to be listed without its blobs.
		if (values.recursive && image.writer !== NYDUS) noteMissingDevices(call);
		const lines = new Lines(terminal);
		const widths: number[] = [];
		for await (const { rows, isFirst } of rowsOf(call, place)) {
			if (isFirst) widths.length = 0;
			const shown = values.long
				? await longLines(image, rows, widths, call)
				: rows.map((r) => r.name);
			for (const line of shown) {
				const full = lines.add(line);
				if (full) await full;
			}
		}
		await lines.flush();
	},
};

/** Some rows of a directory. */
interface Some {
	readonly rows: readonly Row[];
	/** Whether another directory begins. */
	readonly isFirst: boolean;
}

/** The rows of one directory after the other, some of them at a time. */
async function* rowsOf(
	{ image, values, terminal, report }: Call,
	place: TreeStart,
): AsyncGenerator<Some, void, void> {
	const { signal, progress } = terminal;
	const inode = await readInode(image, place.nid, report, signal);
	if (inode.type !== FT.DIR) {
		yield { rows: [{ name: showName(place.path), inode }], isFirst: true };
		return;
	}
	const looking = { report, signal, breathe: breather() };
	if (!values.recursive) {
		yield* visitRows(image, await visitDirectory(image, inode, place, looking), false, looking);
		return;
	}
	let done = 0;
	for await (const visit of walk(image, place, looking)) {
		for await (const some of visitRows(image, visit, true, looking)) {
			yield some;
			done += some.rows.length;
			progress({ phase: "Listing", done, unit: "entries" });
		}
	}
}

async function* visitRows(
	image: Image,
	visit: Visit,
	full: boolean,
	looking: Looking,
): AsyncGenerator<Some, void, void> {
	const { path, entries, rows: indexes } = visit;
	for await (const { first, inodes } of inLots(image, visit, looking)) {
		const rows = inodes.map((inode, k) => {
			const name = entryName(entries, indexes[first + k] as number);
			return { name: showName(full ? joinPath(path, name) : name), inode };
		});
		yield { rows, isFirst: first === 0 };
	}
}

const ALIGN: readonly Align[] = ["left", "right", "right", "right", "right"];

async function longLines(
	image: Image,
	rows: readonly Row[],
	widths: number[],
	{ terminal, report }: Call,
): Promise<string[]> {
	const cells: string[][] = [];
	for (const { name, inode } of rows) {
		if (!inode) cells.push(["??????????", "?", "?", "?", "?", "?", name]);
		else if (inode.type !== FT.LNK) cells.push([...attributes(inode), name]);
		else {
			const target = await targetText(image, inode, terminal.signal, report);
			cells.push([...attributes(inode), `${name} -> ${target}`]);
		}
	}
	return table(cells, ALIGN, widths);
}

const attributes = (inode: Inode): string[] => [
	modeText(inode.mode),
	String(inode.nlink),
	String(inode.uid),
	String(inode.gid),
	sizeOrDevice(inode),
	timeText(inode.mtime),
];

function sizeOrDevice({ context, raw, i_size }: Inode): string {
	if (!context.isDevice) return String(i_size);
	const { major, minor } = rdevOf(raw);
	return `${major}, ${minor}`;
}

async function targetText(
	image: Image,
	inode: Inode,
	signal: AbortSignal,
	report: Call["report"],
): Promise<string> {
	try {
		return showStart(await readLink(image, inode, report, signal));
	} catch (error) {
		if (!(error instanceof Failure) || !error.info.finding) throw error;
		report(error.info.finding);
		return "(unreadable)";
	}
}
