/** Archives of cpio in the form of initial ramdisks (newc), several of them one after the other. */
import { checkCancelled } from "../base/errors";
import { showName } from "../base/text";
import { countText } from "../base/words";
import type { Decoded } from "../schema/struct";
import { behindZeros, partsBehind } from "./behind";
import { Runs } from "./members";
import { Pieces } from "./pieces";
import { Reading } from "./reading";
import { by, type Sum, word } from "./sums";
import { little as f, showText, startsWith, table, untilZero } from "./tables";
import { uniqueNames } from "./unique";
import type { Part, Wrapper } from "./wrapper";

const HEADER = 110;
const MOST_MEMBERS = 1 << 20;
const LONGEST_NAME = 65536;
const REGULAR = 0o100000;
const TYPE = 0o170000;

const digits = (at: number, doc: string, role: "size" | "id" | "time" | "checksum") =>
	f.bytes(at, 8, { role, doc: `${doc} In eight hexadecimal digits.`, show: showText });

export const header = table("cpio_newc_header", HEADER, "Stands in front of a member.", {
	c_magic: f.bytes(0, 6, {
		role: "magic",
		doc: "070701, or 070702 with checksums.",
		show: showText,
	}),
	c_ino: digits(6, "Number of the inode.", "id"),
	c_mode: digits(14, "Type and permissions.", "id"),
	c_uid: digits(22, "Owner.", "id"),
	c_gid: digits(30, "Group.", "id"),
	c_nlink: digits(38, "Names of the inode.", "id"),
	c_mtime: digits(46, "Time of the last change, seconds since 1970.", "time"),
	c_filesize: digits(54, "Bytes of the contents.", "size"),
	c_devmajor: digits(62, "Major number of the device it was on.", "id"),
	c_devminor: digits(70, "Minor number of the device it was on.", "id"),
	c_rdevmajor: digits(78, "Major number of a device.", "id"),
	c_rdevminor: digits(86, "Minor number of a device.", "id"),
	c_namesize: digits(94, "Bytes of the name, with a zero byte at its end.", "size"),
	c_check: digits(102, "Sum of the bytes of the contents, in archives with checksums.", "checksum"),
});
type Header = Decoded<typeof header>;

const NAME = { key: "name", role: "text", doc: "Name of the member." } as const;

const isHeader = (bytes: Uint8Array, at = 0): boolean =>
	startsWith(bytes, "070701", at) || startsWith(bytes, "070702", at);

export const cpio: Wrapper = {
	id: "cpio",
	name: "a cpio archive",
	reads:
		"newc with and without checksums, hard links, several archives in one file, also compressed ones behind",
	probe: (head) => isHeader(head),
	async open({ signal, onProgress, breathe, ...home }) {
		const reading = new Reading(home, signal);
		const parts = new Runs();
		const unique = uniqueNames();
		const links = new Links(parts);
		const summed: Summed[] = [];
		let at = 0;
		let archive = 0;
		for (let n = 0; n < MOST_MEMBERS; n++) {
			const next = await reading.step(() => memberAt(reading, at, archive));
			at = next?.at ?? at;
			if (!next) break;
			if (next.member) {
				const { name, bytes, inode, sum } = next.member;
				const part = { name: unique(name), size: bytes.size, bytes };
				if (inode === undefined) parts.take(part);
				else links.take(inode, part);
				if (sum && bytes.size > 0) summed.push({ name, bytes, sum });
			}
			if (next.isEnd) {
				archive++;
				at = await reading.step(() => anotherBehind(reading, next.at));
				if (at === next.at) break;
			}
			onProgress?.({ phase: "Reading members", done: at, total: reading.size, unit: "bytes" });
			checkCancelled(signal);
			await breathe?.();
		}
		links.end();
		// A damaged member may be followed by anything, which is told.
		const end = archive === 0 ? reading.size : at;
		for (const part of await reading.step(() => partsBehind(reading, end, unique)))
			parts.take(part);
		return { readings: [reading], parts, sums: () => summed.map(sumOf) };
	},
};

/** A regular file. */
interface Member {
	readonly name: string;
	readonly bytes: Pieces;
	/** Which inode, where it has several names: only the last of them has the contents. */
	readonly inode: string | undefined;
	/** Sum of its bytes, of the form that has one. */
	readonly sum: Pick<Sum, "value" | "at"> | undefined;
}

interface Summed extends Pick<Member, "name" | "bytes"> {
	readonly sum: NonNullable<Member["sum"]>;
}

const sumOf = ({ name, bytes, sum }: Summed): Sum => ({
	...sum,
	...by("sum of bytes"),
	of: name,
	structure: header.name,
	bytes,
});

interface Next {
	readonly at: number;
	readonly isEnd: boolean;
	readonly member?: Member;
}

/** Files of several names, which are told when the one that has the contents is known. */
class Links {
	readonly #parts: Runs;
	readonly #rows = new Map<number, { readonly inode: string; readonly part: Part }>();
	readonly #bytes = new Map<string, Pieces>();

	constructor(parts: Runs) {
		this.#parts = parts;
	}

	take(inode: string, part: Part & { readonly bytes: Pieces }): void {
		if (part.bytes.size > 0) this.#bytes.set(inode, part.bytes);
		this.#rows.set(this.#parts.take(part), { inode, part });
	}

	end(): void {
		for (const [row, { inode, part }] of this.#rows) {
			const bytes = this.#bytes.get(inode);
			if (part.size === 0 && bytes) this.#parts.set(row, { ...part, size: bytes.size, bytes });
		}
	}
}

/** Where the next archive begins behind one that ends at byte `end`; `end` where none does. @throws Missing */
function anotherBehind(reading: Reading, end: number): number {
	const at = behindZeros(reading, end);
	return reading.has(at, 6) && isHeader(reading.bytes.slice(at, at + 6)) ? at : end;
}

const four = (n: number): number => Math.ceil(n / 4) * 4;

/** The member at byte `at`; undefined, with a finding, where there is none. @param archive how many ended before */
function memberAt(reading: Reading, at: number, archive: number): Next | undefined {
	const stop = (code: string, text: string): undefined => {
		const end = Math.min(reading.size, at + HEADER);
		reading.report({
			code,
			severity: "error",
			text,
			structure: header.name,
			at: { space: reading.home.space, start: at, end },
		});
	};
	if (!reading.has(at, HEADER)) return stop("beyond-end", "The archive has no end: it is cut off.");
	if (!isHeader(reading.bytes.slice(at, at + 6))) {
		return stop(
			"cpio-magic",
			"Where a member should begin there is none; what follows cannot be found.",
		);
	}
	const head = reading.read(header, at);
	const mode = numberIn(head, "c_mode");
	const size = numberIn(head, "c_filesize");
	const nameSize = numberIn(head, "c_namesize");
	if (
		mode === undefined ||
		size === undefined ||
		nameSize === undefined ||
		nameSize > LONGEST_NAME
	) {
		return stop("cpio-number", "A number of a header is none; what follows cannot be found.");
	}
	const nameAt = at + HEADER;
	if (!reading.has(nameAt, nameSize))
		return stop("beyond-end", "The archive ends inside a name: it is cut off.");
	const name = showName(untilZero(reading.slice(NAME, nameAt, nameAt + nameSize)));
	const body = four(nameAt + nameSize);
	const next = { at: four(body + size), isEnd: name === "TRAILER!!!" };
	if ((mode & TYPE) !== REGULAR || next.isEnd) return next;
	const there = Math.max(0, Math.min(size, reading.size - body));
	const pieces = Pieces.slice(body, body + there);
	if (there < size) {
		const why = reading.blame(header, "c_filesize", at, {
			code: "beyond-end",
			text: `${name} reaches beyond the end of the archive, which is cut off.`,
			seen: countText(size),
			allowed: `at most ${countText(there)}`,
		});
		pieces.add(size - there, { kind: "lost", why });
	}
	const device = [head.c_devmajor, head.c_devminor].map(showName);
	const inode = [archive, showName(head.c_ino), ...device].join(" ");
	const isLinked = (numberIn(head, "c_nlink") ?? 1) > 1;
	const sum = isSummed(head) ? checkIn(reading, head, at) : undefined;
	return { ...next, member: { name, bytes: pieces, inode: isLinked ? inode : undefined, sum } };
}

const isSummed = ({ c_magic }: Header): boolean => showName(c_magic) === "070702";

function checkIn({ home }: Reading, head: Header, at: number): Member["sum"] {
	const value = numberIn(head, "c_check");
	const start = at + header.at.c_check;
	return value === undefined
		? undefined
		: { value: word(value), at: { space: home.space, start, end: start + 8 } };
}

function numberIn(head: Header, field: keyof Header): number | undefined {
	const text = showName(head[field]);
	return /^[0-9a-f]{8}$/i.test(text) ? Number.parseInt(text, 16) : undefined;
}
