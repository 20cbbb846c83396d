/** What a layer of a container image has in it: an EROFS image or an archive, in the same terms. */
import { Failure } from "../base/errors";
import type { Report } from "../base/finding";
import { showName, utf8Bytes } from "../base/text";
import type { Place } from "../containers/near";
import { inside, natureAt } from "../containers/places";
import { Reading } from "../containers/reading";
import { EROFS } from "../containers/recognise";
import { tar, tarMembers } from "../containers/tar";
import type { Tools } from "../containers/unpack";
import { entryName } from "../erofs/directory";
import { inLots } from "../erofs/entry-inodes";
import type { Image } from "../erofs/image";
import type { Inode } from "../erofs/inode";
import { openImage } from "../erofs/open";
import { FT } from "../erofs/structs/dirent";
import { rdevOf } from "../erofs/structs/inode";
import { joinPath } from "../erofs/visit";
import { walk } from "../erofs/walk";
import { readXattrs } from "../erofs/xattr";

export type FileType = "reg" | "dir" | "lnk" | "chr" | "blk" | "fifo" | "sock" | "unknown";

export interface LayerEntry {
	/** Without slashes at its ends; the root is empty. */
	readonly path: string;
	readonly type: FileType;
	/** Permissions. */
	readonly mode: number;
	/** Bytes of a regular file. */
	readonly size?: number;
	/** The path that it is another name of. */
	readonly link?: string;
}

/** What a layer says about those below it. */
export type LayerWord =
	| { readonly kind: "entry"; readonly entry: LayerEntry }
	/** The path, and all below it, is not there any more. */
	| { readonly kind: "gone"; readonly path: string }
	/** Nothing in the directory is from the layers below. */
	| { readonly kind: "opaque"; readonly path: string };

/** Single files in single files: a compressed archive is one. */
const MOST_INSIDE = 4;

/**
 * All that a layer says, a directory before what is in it.
 * @throws Failure when it is neither an EROFS image nor an archive, or cannot be read
 */
export async function* wordsOf(
	layer: Place,
	tools: Tools,
	report: Report,
): AsyncGenerator<LayerWord, void, void> {
	let place = layer;
	for (let depth = 0; depth < MOST_INSIDE; depth++) {
		const { kind } = await natureAt(place, { ...tools, tail: true });
		if (kind === EROFS) return yield* ofImage(await openImage(place.source, tools), tools, report);
		if (kind === tar.id) return yield* ofArchive(place, tools, report);
		const found = await inside(place, tools);
		const [only, more] = found?.parts.own ?? [];
		if (!only || more) break;
		for (const one of found?.findings ?? []) report(one);
		place = await only.open(tools);
	}
	throw new Failure({
		kind: "unsupported",
		code: "layer-kind",
		message: `${layer.chain} is neither an EROFS image nor a tar archive.`,
	});
}

const WHITEOUT = ".wh.";
const OPAQUE = ".wh..wh..opq";
const TAR_TYPES: Readonly<Record<string, FileType>> = {
	"0": "reg",
	"7": "reg",
	"\0": "reg",
	S: "reg",
	"1": "reg",
	"2": "lnk",
	"3": "chr",
	"4": "blk",
	"5": "dir",
	"6": "fifo",
};

const clean = (path: string): string =>
	path
		.split("/")
		.filter((part) => part !== "" && part !== ".")
		.join("/");

/** Whiteouts are files with a name of their own. */
async function* ofArchive(
	place: Place,
	tools: Tools,
	report: Report,
): AsyncGenerator<LayerWord, void, void> {
	const reading = new Reading(place, tools.signal);
	const sizes = new Map<string, number>();
	for await (const { name, type, mode, target, file } of tarMembers(reading, tools)) {
		const path = clean(name);
		const at = path.lastIndexOf("/") + 1;
		const [parent, last] = [path.slice(0, Math.max(0, at - 1)), path.slice(at)];
		if (last === OPAQUE) yield { kind: "opaque", path: parent };
		else if (last.startsWith(WHITEOUT)) {
			// Other names that begin so are for the programs that make layers.
			if (last.startsWith(WHITEOUT + WHITEOUT)) continue;
			yield { kind: "gone", path: path.slice(0, at) + last.slice(WHITEOUT.length) };
		} else {
			const kind = name.endsWith("/") ? "dir" : (TAR_TYPES[type] ?? "unknown");
			const link = type === "1" ? clean(target) : undefined;
			const size = link === undefined ? file?.size : sizes.get(link);
			if (size !== undefined) sizes.set(path, size);
			const more = {
				...(size === undefined ? {} : { size }),
				...(link === undefined ? {} : { link }),
			};
			yield { kind: "entry", entry: { path, type: kind, mode: mode & 0o7777, ...more } };
		}
	}
	for (const one of reading.findings) report(one);
}

const TYPES: readonly FileType[] = ["unknown", "reg", "dir", "chr", "blk", "fifo", "sock", "lnk"];

/** Whiteouts are those of overlayfs: a device with the number 0/0, and an attribute. */
async function* ofImage(
	image: Image,
	{ signal }: Tools,
	report: Report,
): AsyncGenerator<LayerWord, void, void> {
	const nid = image.facts.rootNid;
	const root = { nid, path: utf8Bytes("/"), parent: nid };
	for await (const visit of walk(image, root, { report, signal })) {
		const { path, directory, entries, rows } = visit;
		const own = clean(showName(path));
		if (await isOpaque(image, directory, report, signal)) yield { kind: "opaque", path: own };
		yield { kind: "entry", entry: entryOf(own, directory) };
		for await (const { first, inodes } of inLots(image, visit, { signal })) {
			for (const [k, inode] of inodes.entries()) {
				if (!inode || inode.type === FT.DIR) continue;
				const name = entryName(entries, rows[first + k] as number);
				const below = clean(showName(joinPath(path, name)));
				yield isWhiteout(inode)
					? { kind: "gone", path: below }
					: { kind: "entry", entry: entryOf(below, inode) };
			}
		}
	}
}

const entryOf = (path: string, { type, mode, size }: Inode): LayerEntry => ({
	...{ path, type: TYPES[type] ?? "unknown", mode: mode & 0o7777 },
	...(type === FT.REG ? { size } : {}),
});

function isWhiteout({ type, raw }: Inode): boolean {
	if (type !== FT.CHR) return false;
	const { major, minor } = rdevOf(raw);
	return major === 0 && minor === 0;
}

const OPAQUE_NAMES = ["trusted.overlay.opaque", "user.overlay.opaque"];

async function isOpaque(
	image: Image,
	directory: Inode,
	report: Report,
	signal: AbortSignal | undefined,
): Promise<boolean> {
	const xattrs = await readXattrs(image, directory, report, signal);
	return xattrs.some(
		({ name, value }) =>
			OPAQUE_NAMES.includes(showName(name)) && value.length === 1 && value[0] === 0x79,
	);
}
