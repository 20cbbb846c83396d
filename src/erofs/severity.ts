/**
 * How bad a finding is for who wants to use the image: "fatal" when Linux refuses to mount it, so
 * that nothing in it can be had. Everything else has the severity that its reader gave it.
 */
import type { Finding, Severity } from "../base/finding";
import { superblock } from "./structs/superblock";

export type Weight = "fatal" | Severity;

/** What erofs_fc_fill_super() of Linux 6.18 and what it calls end with an error for, by code. */
export const REFUSED: ReadonlySet<string> = new Set([
	"empty-file",
	"too-short",
	"not-erofs",
	"sb-blkszbits",
	"sb-blkszbits-large",
	"sb-checksum",
	"sb-extslots",
	"sb-extslots-metabox",
	"sb-incompat-unknown",
	"sb-dirblkbits",
	"sb-meta-blkaddr",
	"sb-root-nid",
	"sb-metabox-nid",
	"sb-packed-nid",
	"sb-packed-nid-metabox",
	"sb-ishare-prefix",
	"sb-algorithms-unknown",
	"cfg-length",
	"cfg-lz4-pcluster",
	"cfg-lzma-dict",
	"cfg-deflate-window",
	"cfg-zstd-window",
	"xattr-prefix-record",
]);

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
