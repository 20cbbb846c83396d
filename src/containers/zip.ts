/**
 * Zip archives, and what is one by another name: APEX, APK, OTA packages. The directory at the end
 * says what is in it; where it is missing, members are followed from the beginning.
 */
import type { Finding } from "../base/finding";
import { showName } from "../base/text";
import { countText, exactBytes } from "../base/words";
import { Members } from "./members";
import { type Lost, lostPieces, Pieces, UNPACK_IT } from "./pieces";
import { Reading } from "./reading";
import { by, type Sum, word } from "./sums";
import { startsWith } from "./tables";
import { uniqueNames } from "./unique";
import { isPacked, type Packed, type Part, type StreamCodec, type Wrapper } from "./wrapper";
import { EXTRA, FLAG, type Member, NAME, notThere, zipMembers } from "./zip-members";
import { centralHeader, endRecord, LOCAL, localHeader, METHODS } from "./zip-tables";

/** Members looked at. */
const MOST_MEMBERS = 1 << 20;
const STORED = 0;
const CODECS: Readonly<Record<number, StreamCodec>> = {
	8: "deflate",
	12: "bzip2",
	14: "zip-lzma",
	93: "zstd",
	95: "xz",
};

/** A member, no member, and what stands in front of archives that were made to be split. */
const BEGINNINGS = ["PK\x03\x04", "PK\x05\x06", "PK\x07\x08PK\x03\x04", "PK00PK\x03\x04"];

/** Programs that unpack themselves have other bytes in front: then the record at the end says what it is. */
function endsAsZip(tail: Uint8Array, size: number): boolean {
	const view = new DataView(tail.buffer, tail.byteOffset, tail.length);
	const { comment_length, directory_size } = endRecord.at;
	for (let at = tail.length - endRecord.size; at >= 0; at--) {
		if (!startsWith(tail, "PK\x05\x06", at)) continue;
		const isEnd = at + endRecord.size + view.getUint16(at + comment_length, true) === tail.length;
		const room = size - tail.length + at;
		if (isEnd && view.getUint32(at + directory_size, true) <= room) return true;
	}
	return false;
}

export const zip: Wrapper = {
	id: "zip",
	name: "a zip archive (also APK, APEX and OTA packages)",
	reads:
		"stored and compressed members, zip64, data descriptors, bytes in front; APEX, CAPEX, OTA packages",
	probe: (head) => BEGINNINGS.some((beginning) => startsWith(head, beginning)),
	probeTail: (tail, size, isImage) => !isImage && endsAsZip(tail, size),
	async open({ signal, breathe, ...home }) {
		const reading = new Reading(home, signal);
		const most = { listed: MOST_MEMBERS, followed: MOST_MEMBERS };
		const unique = uniqueNames();
		const files = new Members(NUMBERS.length, fileOf);
		const take = (member: Member) => {
			const { name: written, elsewhere } = member;
			if (written.endsWith("/")) return;
			const name = unique(written);
			if (name !== written || elsewhere !== undefined) files.put({ name, written, member });
			else
				files.add(
					name,
					NUMBERS.map((key) => member[key]),
				);
		};
		await zipMembers(reading, most, take, { signal, breathe });
		const parts = {
			length: files.length,
			*[Symbol.iterator]() {
				for (const file of files) yield partOf(reading, file);
			},
		};
		return { readings: [reading], parts, sums: () => sumsOf(reading, files) };
	},
};

const NUMBERS = ["flags", "method", "crc32", "crcAt", "stored", "size", "header"] as const;

function fileOf(name: string, numbers: Float64Array): File {
	const of = (key: (typeof NUMBERS)[number]) => numbers[NUMBERS.indexOf(key)] as number;
	const member = {
		name,
		flags: of("flags"),
		method: of("method"),
		crc32: of("crc32"),
		crcAt: of("crcAt"),
		stored: of("stored"),
		size: of("size"),
		header: of("header"),
		elsewhere: undefined,
	};
	return { name, written: name, member };
}

/** A member that has a name of its own. */
interface File {
	readonly name: string;
	/** The name as it is in the directory. */
	readonly written: string;
	readonly member: Member;
}

function partOf(reading: Reading, file: File): Part {
	const { name } = file;
	const { size, method, stored } = file.member;
	const how = METHODS[method] ?? `method ${method}`;
	return {
		name,
		size,
		bytes: () => reading.step(() => bytesOf(reading, file)),
		...(method === STORED ? {} : { detail: `${how}, ${exactBytes(stored)} stored` }),
	};
}

/** Of stored members: those of others are compared as they are unpacked. */
async function* sumsOf(reading: Reading, files: Iterable<File>): AsyncGenerator<Sum> {
	for (const file of files) {
		const { method, crc32, crcAt } = file.member;
		if (method !== STORED) continue;
		const bytes = await reading.step(() => bytesOf(reading, file));
		if (isPacked(bytes)) continue;
		const { name } = file;
		const at = { space: reading.home.space, start: crcAt, end: crcAt + 4 };
		const said = { ...by("CRC-32"), of: name, value: word(crc32) };
		yield { ...said, at, structure: centralHeader.name, bytes };
	}
}

const JOIN =
	"Join all its files first (zip -s 0 SPLIT.zip --out WHOLE.zip), and open what comes out.";
const DECRYPT = "Extract it with its password, and open what comes out.";

/** Where the contents are: only the header in front of them tells. */
function bytesOf(reading: Reading, { name, written, member }: File): Pieces | Packed {
	const { flags, method, stored, size, header, crc32, elsewhere } = member;
	const nothing = (why: Lost): Pieces => lostPieces(size, why);
	if (flags & FLAG.ENCRYPTED) return nothing({ message: `${name} is encrypted.`, hint: DECRYPT });
	if (elsewhere !== undefined) {
		return nothing({
			message: `${name} begins in file ${countText(elsewhere + 1)} of a split archive, and this is another one.`,
			hint: JOIN,
		});
	}
	if (!reading.has(header, localHeader.size) || reading.bytes.u32(header) !== LOCAL) {
		const why = notThere(
			reading,
			localHeader.name,
			header,
			`Where ${name} should be there is no member.`,
		);
		reading.report(why);
		return nothing(why);
	}
	const head = reading.read(localHeader, header);
	const start = header + localHeader.size + head.name_length + head.extra_length;
	reading.bytes.about = { structure: localHeader.name };
	const nameEnd = header + localHeader.size + head.name_length;
	if (reading.has(header, start - header)) {
		const there = showName(reading.slice(NAME, header + localHeader.size, nameEnd));
		if (there !== written) {
			const text = `Where ${name} should be there is a member of another name: the directory may lead to the wrong one.`;
			const why = notThere(reading, localHeader.name, header, text);
			reading.report({ ...why, severity: "warning", seen: there, allowed: written });
		}
		reading.slice(EXTRA, nameEnd, start);
	}
	const there = Math.max(0, Math.min(stored, reading.size - start));
	const codec = CODECS[method];
	if (method !== STORED && !codec) {
		const message = `${name} is compressed with ${METHODS[method] ?? `method ${method}`}, which is not read.`;
		return nothing({ message, hint: UNPACK_IT });
	}
	const cut = (): Finding => {
		const why: Finding = {
			code: "beyond-end",
			severity: "error",
			text: `${name} reaches beyond the end of the archive.`,
			structure: localHeader.name,
			at: { space: reading.home.space, start, end: start + there },
			seen: `up to byte ${countText(start + stored)}`,
			allowed: `within ${countText(reading.size)} bytes`,
		};
		reading.report(why);
		return why;
	};
	if (codec) {
		if (there < stored && there === 0) return nothing(cut());
		if (there < stored) cut();
		return { codec, start, end: start + there, crc32, size };
	}
	const pieces = Pieces.slice(start, start + there);
	if (there < stored) pieces.add(stored - there, { kind: "lost", why: cut() });
	return pieces;
}
