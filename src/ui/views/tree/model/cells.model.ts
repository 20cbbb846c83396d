/** The words in each cell of a row. Numbers come apart from their unit, so that both align. */
import type { Exact } from "../../../../base/exact";
import { showName } from "../../../../base/text";
import {
	modeText,
	octalMode,
	percentText,
	sizeText,
	storedText,
	timeText,
} from "../../../../base/words";
import type { EntryColumns } from "../../../../worker/protocol";
import { entryName, FILE, isDirectory, nameOf, shareOf, sizeOf, storedOf } from "./entries";

export interface Amount {
	readonly number: string;
	readonly unit: string;
}

/** What cannot be read, and what is not known yet. */
const UNKNOWN: Amount = { number: "?", unit: "" };
const LATER: Amount = { number: "–", unit: "" };

/** `1.23` and `MiB`. @param isDirectory what is below it takes time to find out */
export function amountOf(bytes: Exact | undefined, isDirectory = false): Amount {
	if (bytes === undefined) return isDirectory ? LATER : UNKNOWN;
	const [number = "", unit = ""] = sizeText(bytes).split(" ");
	return { number, unit };
}

/** `35 %` with the whole sentence as title; nothing for what has no ratio. */
export function ratioOf(entries: EntryColumns, i: number): { text: string; title: string } {
	const ofDirectory = isDirectory(entries, i);
	if (entries.type[i] !== FILE && !ofDirectory) return { text: "", title: "" };
	const size = sizeOf(entries, i);
	const share = shareOf(entries, i);
	if (share === undefined) return { text: size === 0 || ofDirectory ? "–" : "?", title: "" };
	const title = storedText(storedOf(entries, i) ?? 0, size ?? 0);
	return { text: share > 9.99 ? ">999 %" : percentText(share), title };
}

/** `drwxr-xr-x`, or a question mark when the inode could not be read. */
export const modeCell = (mode: number | undefined): { text: string; title: string } =>
	mode === undefined ? { text: "?", title: "" } : { text: modeText(mode), title: octalMode(mode) };

/** `1000:100`, or a question mark when the inode could not be read. */
export const ownerCell = ({ known, uid, gid }: EntryColumns, i: number): { text: string } => ({
	text: known[i] ? `${uid[i]}:${gid[i]}` : "?",
});

/** `2023-11-14 22:13`; the title has the seconds and the zone. */
export function timeCell(seconds: Exact | undefined): { text: string; title: string } {
	if (seconds === undefined) return { text: "?", title: "" };
	const title = timeText(seconds);
	const whole = /^(\d{4}-\d\d-\d\d \d\d:\d\d):\d\d UTC$/.exec(title);
	return { text: whole?.[1] ?? title, title };
}

/** A hit's path apart into folder (with its last slash) and name; an entry's name as it is. */
export function nameParts(
	entries: EntryColumns,
	i: number,
	isPath: boolean,
): { folder: string; name: string } {
	if (!isPath) return { folder: "", name: entryName(entries, i) };
	const text = showName(nameOf(entries, i));
	const cut = text.lastIndexOf("/") + 1;
	return { folder: text.slice(0, cut), name: text.slice(cut) };
}

/** Where a plain word matches, ignoring case: what is before it, itself, and after it. */
export function markIn(text: string, word: string): readonly [string, string, string] | undefined {
	const at = word ? text.toLowerCase().indexOf(word.toLowerCase()) : -1;
	if (at < 0) return undefined;
	return [text.slice(0, at), text.slice(at, at + word.length), text.slice(at + word.length)];
}
