import { toJson } from "../../base/json";
import { countText, exactBytes, sizeText } from "../../base/words";
import { type FoundVolume, seekVolumes } from "../../erofs/seek";
import { volumeAt } from "../../sources/volume";
import type { FileCommand } from "../command";
import { Lines } from "../lines";

export const search: FileCommand = {
	name: "search",
	synopsis: "FILE [--json]",
	summary: "Find EROFS file systems inside a disk, firmware or archive.",
	about:
		"Reads the whole FILE and tells where in it an EROFS file system starts, one a line: the byte to give to --offset, and what the superblock there says. What has nothing but the magic number is there by chance and told as such.",
	options: { json: { type: "boolean", doc: "As one JSON array; 64-bit numbers are text." } },
	args: [0, 0],
	async runOnFile({ values, terminal }, { place: { source: file } }) {
		const { signal, progress } = terminal;
		const at = (start: number) => volumeAt(file, start);
		const lines = new Lines(terminal);
		const all: FoundVolume[] = [];
		for await (const found of seekVolumes(file, { volumeAt: at, signal, onProgress: progress })) {
			if (values.json) all.push(found);
			else await lines.add(lineOf(found));
		}
		terminal.clear();
		if (values.json) await lines.add(toJson(all, 2));
		await lines.flush();
	},
};

const SIGNS: Record<FoundVolume["sign"], string> = {
	checksum: "checksum matches",
	root: "root directory is there, no checksum",
	mismatch: "root directory is there, checksum does not match",
	chance: "only the magic number: probably by chance",
};

function lineOf({ start, sign, blockSize, size, inodes, volume }: FoundVolume): string {
	const facts = [
		...(size === undefined ? [] : [sizeText(size)]),
		...(inodes === undefined ? [] : [`${countText(inodes)} inodes`]),
		...(blockSize === undefined ? [] : [`blocks of ${exactBytes(blockSize)}`]),
		...(volume ? [`named “${volume}”`] : []),
	];
	return [start, SIGNS[sign], ...(sign === "chance" ? [] : facts)].join("  ");
}
