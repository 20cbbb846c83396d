/** What an inode claims, against what the image could hold. */
import { fault } from "../erofs/faults";
import type { Image } from "../erofs/image";
import type { Inode } from "../erofs/inode";
import { capacityOf, claimsMuch, possibleOf } from "../erofs/possible";
import { blocksSize } from "../erofs/stored-size";
import type { Check } from "./check";

/** What is impossible of an inode, when it is of this kind. Nearly every inode claims little. */
function impossible(code: "inode-size-impossible" | "inode-blocks-impossible") {
	return (inode: Inode, image: Image) => {
		const stored = blocksSize(inode);
		if (!claimsMuch(inode, stored, capacityOf(image))) return undefined;
		return possibleOf(image, inode, stored).then(({ finding }) =>
			finding?.code === code ? [finding] : undefined,
		);
	};
}

export const inodeChecks: readonly Check<"inode">[] = [
	{
		...fault("inode-size-impossible"),
		on: "inode",
		test: impossible("inode-size-impossible"),
	},
	{
		...fault("inode-blocks-impossible"),
		on: "inode",
		test: impossible("inode-blocks-impossible"),
	},
];
