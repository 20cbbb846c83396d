/**
 * How bad a finding is for who wants to use the image: "fatal" when Linux refuses to mount it, so
 * that nothing in it can be had. Everything else has the severity that its reader gave it.
 */
import type { Finding, Severity } from "../base/finding";
import { reactions } from "./reactions";
import { superblock } from "./structs/superblock";

export type Weight = "fatal" | Severity;

/** What erofs_fc_fill_super() of Linux 6.18 and what it calls end with an error for, by code. */
export const REFUSED: ReadonlySet<string> = new Set(
	Object.keys(reactions).filter((code) => reactions[code]?.when === "mount"),
);

/** Tables that are read at the mount: when their place is beyond the end, it fails. */
const TABLES: ReadonlySet<string> = new Set([
	"devt_slotoff",
	"extra_devices",
	"xattr_prefix_start",
]);

export function weightOf({ code, severity, structure, field = "" }: Finding): Weight {
	if (severity !== "error") return severity;
	const table = structure === superblock.name && TABLES.has(field);
	return table || REFUSED.has(code) ? "fatal" : severity;
}

const ORDER: readonly Weight[] = ["fatal", "error", "warning", "note"];

/** Worst first. */
export const byWeight = (a: Weight, b: Weight): number => ORDER.indexOf(a) - ORDER.indexOf(b);
