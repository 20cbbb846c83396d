/**
 * The roles of fields: the word, and the line under their bytes that tells them apart
 * without colour. Colours are `--role-NAME` and `--role-NAME-bg` of the design tokens.
 */
import type { Annotation } from "../../../../schema/annotate";

export type RoleName = Annotation["role"];

/** Named as CSS does, so that the legend shows the very same lines. */
export type LineStyle = "solid" | "dashed" | "dotted" | "double" | "none";

export interface RoleSign {
	readonly word: string;
	readonly doc: string;
	readonly line: LineStyle;
}

export const ROLES: Readonly<Record<RoleName, RoleSign>> = {
	magic: { word: "magic", doc: "Marks what kind of data follows", line: "double" },
	checksum: { word: "checksum", doc: "Proves that other bytes are intact", line: "double" },
	pointer: { word: "pointer", doc: "Says where something else lies", line: "dashed" },
	size: { word: "size", doc: "A length in bytes or blocks", line: "solid" },
	count: { word: "count", doc: "A number of things", line: "solid" },
	flags: { word: "flags", doc: "Bits with a meaning of their own", line: "dotted" },
	id: { word: "id", doc: "Tells one thing from others", line: "solid" },
	time: { word: "time", doc: "A moment, or a part of one", line: "solid" },
	text: { word: "text", doc: "Names and labels", line: "none" },
	attr: { word: "attribute", doc: "Another property", line: "solid" },
	data: { word: "data", doc: "Contents of files", line: "none" },
	reserved: { word: "reserved", doc: "Kept for later; zero today", line: "none" },
	struct: { word: "structure", doc: "Bytes of a structure outside its fields", line: "none" },
};

export const ROLE_NAMES = Object.keys(ROLES) as readonly RoleName[];
