/** What was found in a file that is no image, in words. */
import { exact } from "../../../base/exact";
import { counted, countText, exactBytes, sizeText } from "../../../base/words";
import type { FoundVolume, Salvage } from "../../../worker/protocol";
import type { Seek } from "../../state/seek";

const inodesText = (n: bigint): string => counted(exact(n), "inode");

/** What speaks for opening it all the same. */
export function salvageText({ blkszbits, asStored, inodes, fitsFile }: Salvage): string {
	const blocks = exactBytes(2 ** blkszbits);
	const many = inodesText(inodes);
	if (asStored) return `The rest looks like a superblock: blocks of ${blocks}, ${many}.`;
	const why = fitsFile ? "the file is exactly as long as its blocks then are, and " : "";
	return `With blocks of ${blocks} it makes sense: ${why}its root directory can be read (${many}).`;
}

export const SIGNS: Record<FoundVolume["sign"], string> = {
	checksum: "its checksum matches",
	root: "its root directory is there; it has no checksum",
	mismatch: "its root directory is there; its checksum does not match",
	chance: "nothing but the magic number, probably by chance",
};

/** What the superblock of a found volume says; "" when it makes no sense. */
export function volumeText({ size, inodes, blockSize, volume, sign }: FoundVolume): string {
	if (sign === "chance" || size === undefined || inodes === undefined) return "";
	const parts = [
		sizeText(size),
		inodesText(inodes),
		...(blockSize === undefined ? [] : [`blocks of ${exactBytes(blockSize)}`]),
		...(volume ? [`named “${volume}”`] : []),
	];
	return parts.join(", ");
}

const NOTHING = "No EROFS file system";

/**
 * How many file systems there are, and where they were looked for.
 * @param offset byte of the file at which the search began
 */
export function resultText(
	{ state, about: found, result }: Pick<Seek, "state" | "about" | "result">,
	offset: number,
): string {
	const told = found.filter(({ sign }) => sign !== "chance").length;
	const n = result?.volumes ?? told;
	const volumes = counted(n, "EROFS file system");
	if (state === "running") return n > 0 ? `${volumes} so far` : "";
	const where = offset > 0 ? `from byte ${countText(offset)} to the end` : "in the whole file";
	if (state !== "done") return `${n > 0 ? volumes : NOTHING} up to where it stopped`;
	const first = n > told ? `; the first ${countText(told)} are listed` : "";
	return `${n > 0 ? volumes : NOTHING} ${where}${first}`;
}

/** What looking through the whole file costs; "" when that is only time. */
export const costText = (remote: boolean, size: number): string =>
	remote ? `Fetches the whole file: up to ${sizeText(size)} over the network.` : "";
