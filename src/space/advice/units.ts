import { countText, sizeText } from "../../base/words";
import { EXTENT, KINDS } from "../../census/extents";
import { ALGORITHMS, algorithmLabel } from "../../erofs/structs/features";
import type { Adviser } from "./advice";

const COMPRESSED = KINDS.indexOf("compressed");

/** How contents are compressed, and which Linux that takes. */
export const units: Adviser = ({ account, ownership: { extents, inhabitants } }) => {
	if (account.units.size === 0) return undefined;
	const { blockSize } = inhabitants.image.facts;
	let largest = 0;
	for (const [row, kind] of extents.kind.entries())
		if ((kind & EXTENT.KIND) === COMPRESSED) largest = Math.max(largest, extents.length[row] ?? 0);
	const used = Array.from(account.units, ([id, { units: count, physical, logical }]) => {
		const rate = logical > 0 ? `, ${Math.round((physical / logical) * 100)} % of size` : "";
		const since = ALGORITHMS[id]?.since;
		return `${algorithmLabel(id)} in ${countText(count)} units${rate}${since ? ` (Linux ${since})` : ""}`;
	});
	const isSmall = largest <= blockSize && largest > 0;
	return {
		id: "units",
		title: isSmall ? "Larger units" : "Units and algorithms",
		text: `Contents are compressed with ${used.join("; ")}. The largest unit takes ${sizeText(largest)}.${isSmall ? " Larger units compress better, and cost more for short reads." : ""} MicroLZMA and Zstandard make less of most contents than LZ4 does, and take longer to read.`,
		...(isSmall ? { options: "-C65536", needs: "5.13" } : {}),
	};
};
