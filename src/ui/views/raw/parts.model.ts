/** Parts of wrappers in words. */
import type { PartEntry } from "../../../worker/protocol";

/** As its wrapper calls it; else the word of the wrapper around it. */
export const partName = ({ name, chain }: Pick<PartEntry, "name" | "chain">): string =>
	name || `inside ${chain.split("/").at(-1) ?? ""}`;

/** What it is, without an article; "unknown" says nothing. */
export function partKind({ kind, what }: Pick<PartEntry, "kind" | "what">): string | undefined {
	if (kind === "erofs") return "EROFS image";
	return kind === "unknown" ? undefined : (what ?? kind).replace(/^an? /, "");
}
