/** A directory's entries in one line. */
import { counted } from "../../../../base/words";
import { type EntryColumns, TYPE_NAMES } from "../../../../worker/protocol";

const plural = (name: string): string =>
	name.endsWith("y") ? `${name.slice(0, -1)}ies` : `${name}s`;

/** `3 entries: 2 files, 1 directory`. */
export function entriesText({ count, type }: Pick<EntryColumns, "count" | "type">): string {
	if (count === 0) return "An empty directory.";
	const of = new Uint32Array(256);
	for (let i = 0; i < count; i++) of[type[i] as number] = (of[type[i] as number] as number) + 1;
	const counts = TYPE_NAMES.map((name, t) => {
		const n = of[t] as number;
		return n && counted(n, name, plural(name));
	});
	const parts = counts.filter(Boolean).join(", ");
	return `${counted(count, "entry", "entries")}: ${parts}`;
}
