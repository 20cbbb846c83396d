/** Bytes between structures that mean nothing, by why they are there. */
import type { Part } from "../../schema/visit";
import { indexReserved } from "../structs/zmap";
import { kind } from "./kinds";

/** What listeners are told of such bytes; it says which of them they are. */
export const PADDINGS = {
	"contents-end": "Behind the end of contents, up to the end of their block.",
	"directory-end": "Directory block after the last name.",
	"map-header": "Aligns the map header to 8 bytes.",
	"full-index": indexReserved.doc,
	records: "Aligns the extent table to the size of its records.",
	"chunk-map": "Aligns the chunk map.",
	"next-attribute": "Aligns the next attribute to 4 bytes.",
	"no-attribute": "Zero bytes where an attribute could stand.",
	"attributes-end": "Fewer bytes than an attribute needs.",
	table: "Aligns what follows to 4 bytes.",
} as const satisfies Readonly<Record<string, string>>;

export type PaddingName = keyof typeof PADDINGS;

export const PADDING_NAMES = Object.keys(PADDINGS) as readonly PaddingName[];

export const paddingPart = (name: PaddingName): Part<unknown> => ({
	kind: kind("padding"),
	key: "padding",
	doc: PADDINGS[name],
});
