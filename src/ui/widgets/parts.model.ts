/** Parts of wrappers in words and signs. */
import { FileArchive, HardDrive, type LucideIcon, Package } from "lucide-react";
import type { PartEntry } from "../../worker/protocol";

/** As its wrapper calls it; else the word of the wrapper around it. */
export const partName = ({ name, chain }: Pick<PartEntry, "name" | "chain">): string =>
	name || `inside ${chain.split("/").at(-1) ?? ""}`;

/** What it is, without an article; "unknown" says nothing. */
export function partKind({ kind, what }: Pick<PartEntry, "kind" | "what">): string | undefined {
	if (kind === "erofs") return "EROFS image";
	return kind === "unknown" ? undefined : (what ?? kind).replace(/^an? /, "");
}

export function partIcon({ kind }: Pick<PartEntry, "kind">): LucideIcon {
	if (kind === "erofs") return HardDrive;
	return kind === "unknown" ? Package : FileArchive;
}
