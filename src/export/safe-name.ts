/**
 * Names that every system takes as they are, Windows and careless programs too.
 *
 * | what                                                      | becomes                           |
 * | bytes that are no UTF-8, control characters, characters   | "_", one for each                 |
 * | that turn text around, and < > : " / \ | ? *              |                                   |
 * | spaces and dots at the end, which Windows drops           | "_", one for each                 |
 * | CON, NUL, COM1 …, with any extension: devices on Windows  | "_" in front                      |
 * | more than 255 bytes                                       | a shorter stem, the extension     |
 * | nothing at all                                            | "_"                               |
 *
 * After "Naming Files, Paths, and Namespaces" of Microsoft; 255 bytes of UTF-8 are the limit of
 * Linux, and never more than the 255 UTF-16 units of Windows and macOS.
 */
import { utf8Bytes } from "../base/text";

const UNSAFE =
	// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must go
	/[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffd<>:"/\\|?*]/g;

const DROPPED = /[. ]+$/;

/** Superscript digits count as digits, and spaces before the extension as nothing. */
const DEVICE = /^(con|prn|aux|nul|conin\$|conout\$|clock\$|(com|lpt)[0-9¹²³]) *(\.|$)/i;

/** Bytes of a name. */
const MOST = 255;

/** @param raw a name, without the directories above it */
export function safeName(raw: Uint8Array): string {
	const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(raw);
	const safe = text.replace(UNSAFE, "_").replace(DROPPED, (end) => "_".repeat(end.length));
	return fitting(DEVICE.test(safe) ? `_${safe}` : safe || "_");
}

/** The name with `addition` at the end of its stem, within the limit. */
export function fitting(name: string, addition = ""): string {
	const dot = name.lastIndexOf(".");
	const extension = dot > 0 && utf8Bytes(name.slice(dot)).length <= MOST / 2 ? name.slice(dot) : "";
	const stem = name.slice(0, name.length - extension.length);
	return cut(stem, MOST - utf8Bytes(addition + extension).length) + addition + extension;
}

/** As many whole characters as fit; none of them a space or dot at the end. */
function cut(text: string, most: number): string {
	if (utf8Bytes(text).length <= most) return text;
	let kept = "";
	let used = 0;
	for (const character of text) {
		used += utf8Bytes(character).length;
		if (used > most) break;
		kept += character;
	}
	return kept.replace(DROPPED, (end) => "_".repeat(end.length));
}
