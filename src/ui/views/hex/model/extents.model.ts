/**
 * Extents of a file as annotations of its contents: what each run of bytes is stored as, with
 * the way to the stored bytes.
 */
import { storedText } from "../../../../base/words";
import { algorithmLabel } from "../../../../erofs/structs/features";
import type { Annotation } from "../../../../schema/annotate";
import { EXTENT_KINDS, type ExtentPage, NO_ALGORITHM } from "../../../../worker/protocol";
import { hexOffset } from "./offset.model";

type Kind = (typeof EXTENT_KINDS)[number];

const DOCS: Readonly<Record<Kind, string>> = {
	data: "These bytes are stored as they are.",
	hole: "These bytes are not stored at all; they read as zeros.",
	inline: "The end of the contents, stored behind the inode to save a block.",
	fragment: "The end of the contents, stored in the packed inode with the ends of other files.",
	compressed: "These bytes are stored compressed, and are decoded together.",
};

export function extentNodes({ extents, spaces }: ExtentPage): Annotation[] {
	const rows = Array.from({ length: extents.count }, (_, i) => i);
	return rows.map((i) => {
		const start = extents.start[i] as number;
		const length = extents.length[i] as number;
		const kind = EXTENT_KINDS[extents.kind[i] as number] ?? "data";
		const at = extents.at[i] as number;
		const size = extents.size[i] as number;
		const space = spaces[extents.space[i] as number];
		const algorithm = extents.algorithm[i] as number;
		const how = algorithm === NO_ALGORITHM ? kind : algorithmLabel(algorithm);
		return {
			key: "extent",
			label: `from ${hexOffset(start)}`,
			start,
			end: start + length,
			role: "data",
			value: kind === "compressed" ? `${how}, ${storedText(size, length)}` : how,
			doc: DOCS[kind],
			...(space === undefined || Number.isNaN(at)
				? {}
				: { target: { span: { space, start: at, end: at + size }, label: "the stored bytes" } }),
		};
	});
}
