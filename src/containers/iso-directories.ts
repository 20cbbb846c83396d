/** Directories of ISO 9660: records, one behind the other, none over the end of a sector. */
import { showName, utf8Bytes } from "../base/text";
import { countText } from "../base/words";
import { RECORD, record, SECTOR } from "./iso-tables";
import { copyOf, Pieces } from "./pieces";
import type { Reading } from "./reading";
import { rockRidgeOf } from "./rock-ridge";
import type { Part } from "./wrapper";

/** Bytes of one directory. */
const MOST_DIRECTORY = 64 << 20;

const NAME = { key: "name", role: "text", doc: "Name as the standard allows it." } as const;

export interface Tree {
	readonly blockSize: number;
	readonly extent: number;
	readonly size: number;
	/** Names are UTF-16. */
	readonly joliet: boolean;
}

export interface Directory {
	readonly path: string;
	readonly start: number;
	readonly size: number;
	readonly depth: number;
}

/** The files and directories in one directory. @throws Missing */
export function listed(reading: Reading, tree: Tree, here: Directory) {
	const files: Part[] = [];
	const directories: Directory[] = [];
	const size = Math.min(here.size, MOST_DIRECTORY, Math.max(0, reading.size - here.start));
	if (size < here.size) {
		reading.report({
			code: "beyond-end",
			severity: "error",
			text: `The directory ${here.path || "/"} reaches beyond the end of the disc.`,
			structure: record.name,
			at: { space: reading.home.space, start: here.start, end: here.start + here.size },
			allowed: `within ${countText(reading.size)} bytes`,
		});
	}
	if (size > 0) reading.bytes.slice(here.start, here.start + size);
	const end = here.start + size;
	let pieces: Pieces | undefined;
	for (let at = here.start; at < end; ) {
		const length = reading.bytes.u8(at);
		const inSector = SECTOR - ((at - here.start) % SECTOR);
		if (length === 0) {
			at += inSector;
			continue;
		}
		if (length < RECORD + 1 || length > inSector || at + length > end) {
			reading.blame(record, "length", at, {
				code: "iso-record",
				text: "A directory record has an impossible size; the rest of its sector is left out.",
				seen: countText(length),
			});
			at += inSector;
			continue;
		}
		const one = reading.read(record, at);
		const nameEnd = at + RECORD + one.name_length;
		const next = at + length;
		if (nameEnd > next) {
			reading.blame(record, "name_length", at, {
				code: "iso-record",
				text: "The name of a directory record does not fit in it; the record is left out.",
			});
			at = next;
			continue;
		}
		const bytes = reading.slice(NAME, at + RECORD, nameEnd);
		const use = nameEnd + (one.name_length % 2 ? 0 : 1);
		const isSelf = bytes.length === 1 && (bytes[0] as number) < 2;
		const said = tree.joliet ? {} : rockRidgeOf(reading, Math.min(use, next), next, tree);
		if (!isSelf && !said.isMoved) {
			const path = `${here.path}${said.name ?? plainName(bytes, tree.joliet)}`;
			const start = said.child ?? (one.extent + one.xattr_length) * tree.blockSize;
			if (one.flags & 2 || said.child !== undefined) {
				const size = said.child === undefined ? one.size : ownSize(reading, start);
				directories.push({ path: `${path}/`, start, size, depth: here.depth + 1 });
			} else {
				pieces ??= new Pieces();
				addExtent(reading, pieces, at, start, one.size, path);
				if (!(one.flags & 0x80)) {
					files.push({ name: path, size: pieces.size, bytes: pieces });
					pieces = undefined;
				}
			}
		}
		at = next;
	}
	return { files, directories };
}

/** Bytes of the directory at byte `start`, as its own first record says. */
const ownSize = (reading: Reading, start: number): number =>
	reading.has(start, RECORD) ? reading.look(record, start).size : 0;

function addExtent(
	reading: Reading,
	pieces: Pieces,
	at: number,
	start: number,
	size: number,
	name: string,
): void {
	const there = Math.max(0, Math.min(size, reading.size - start));
	pieces.add(there, copyOf(start));
	if (there === size) return;
	const why = reading.blame(record, "extent", at, {
		code: "beyond-end",
		text: `${name} reaches beyond the end of the disc.`,
		seen: `bytes ${countText(start)} to ${countText(start + size)}`,
		allowed: `within ${countText(reading.size)} bytes`,
	});
	pieces.add(size - there, { kind: "lost", why });
}

const utf16 = new TextDecoder("utf-16be");

/** Without the version that is behind a semicolon, and the dot of a name without ending. */
function plainName(bytes: Uint8Array, joliet: boolean): string {
	const name = joliet ? showName(utf8Bytes(utf16.decode(bytes))) : showName(bytes);
	return name.replace(/;\d+$/, "").replace(/\.$/, "");
}
