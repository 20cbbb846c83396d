/**
 * Which file can be which extra device of an image: one rule for files opened together
 * and for a file that comes later.
 */
import type { Exact } from "./exact";

/** A slot of the device table: a tag, and bytes. */
export interface Slot {
	readonly tag: string;
	readonly size: Exact;
}

export interface Candidate {
	/** File name, or address. */
	readonly name: string;
	/** Bytes; absent when not known yet. */
	readonly size?: number | undefined;
}

const baseName = (name: string): string => name.slice(name.lastIndexOf("/") + 1);

/** Whether the tag, a name or digest, occurs in the file's name, or the name in the tag. */
export function fitsTag(slot: Slot, file: Candidate): boolean {
	const [tag, name] = [baseName(slot.tag), baseName(file.name)];
	return tag !== "" && name !== "" && (name.includes(tag) || tag.includes(name));
}

export const fitsSize = (slot: Slot, file: Candidate): boolean => file.size === slot.size;

/** What speaks for the file being that device; undefined when nothing does. */
export function fitOf(slot: Slot, file: Candidate): "tag" | "size" | undefined {
	if (fitsTag(slot, file)) return "tag";
	return fitsSize(slot, file) ? "size" : undefined;
}
