import { counted, countText, sizeText } from "../../base/words";
import type { Adviser } from "./advice";

/** Files that were found to have the same contents. */
export const duplicates: Adviser = ({ account, duplicates }) => {
	if (!duplicates || duplicates.found.waste === 0) return undefined;
	const { sets, files, waste } = duplicates.found;
	const isCompressed = account.units.size > 0;
	return {
		id: "duplicates",
		title: "Store the same contents once",
		text: `${countText(files)} files have the same contents as another: ${counted(sets, "set")} of which one file each would be enough. The others take ${sizeText(waste)}. Hard links, made before the image is, save all of it. mkfs.erofs -Ededupe (Linux 6.1) finds a third to a half of it${isCompressed ? "" : " when it compresses"}, and parts of other files that are alike.`,
		saves: waste,
		estimated: true,
	};
};
