import { isDamage } from "../../base/errors";
import { showName } from "../../base/text";
import { countText, percentText, sizeText } from "../../base/words";
import { openFile } from "../../erofs/data";
import { readInode } from "../../erofs/inode";
import { FT } from "../../erofs/structs/dirent";
import type { Ledger } from "../ledger";
import type { Adviser } from "./advice";
import { estimate } from "./estimate";

/** Files looked into, the largest, and bytes read of each, from its middle. */
const MOST_FILES = 24;
const SAMPLE = 32 << 10;
/** What saves less is not worth decoding. */
const WORTH = 0.9;

/** Files that are stored as they are, though a sample of them can be compressed. */
export const compressible: Adviser = async (ledger, signal) => {
	const rows = plainFiles(ledger);
	const samples: { readonly row: number; readonly share: number }[] = [];
	for (const row of rows.slice(0, MOST_FILES)) {
		const share = await shareOf(ledger, row, signal);
		if (share !== undefined) samples.push({ row, share });
	}
	const good = samples.filter(({ share }) => share < WORTH);
	if (good.length === 0) return undefined;
	const sizeOf = (row: number) => ledger.files.size[row] as number;
	const bytes = (some: readonly { readonly row: number }[]) =>
		some.reduce((sum, { row }) => sum + sizeOf(row), 0);
	const saved = good.reduce((sum, { row, share }) => sum + sizeOf(row) * (1 - share), 0);
	const all = rows.reduce((sum, row) => sum + sizeOf(row), 0);
	const [first] = good;
	const name =
		first && showName(ledger.ownership.inhabitants.pathOf(first.row) ?? new Uint8Array());
	return {
		id: "compressible",
		title: "Compress what is stored as it is",
		text: `${countText(rows.length)} files are not compressed. Of the ${countText(samples.length)} largest, ${sizeText(SAMPLE)} each were looked at: ${countText(good.length)} of them with ${sizeText(bytes(good))} would shrink, ${name} to about ${percentText(first?.share ?? 1)} of its size.`,
		saves: Math.round(all * (saved / Math.max(1, bytes(samples)))),
		estimated: true,
		options: "-zlz4hc",
		needs: "5.4",
	};
};

/** Largest first. */
function plainFiles({ tree, files, ownership: { inhabitants } }: Ledger): number[] {
	const rows: number[] = [];
	for (let row = 0; row < tree.inodes.count; row++) {
		const isPlain = tree.inodes.type(row) === FT.REG && !tree.inodes.isCompressed(row);
		const isLong = (files.size[row] as number) - (files.holes[row] as number) >= LEAST;
		if (isPlain && isLong && inhabitants.isInTree(row)) rows.push(row);
	}
	return rows.sort((a, b) => (files.size[b] as number) - (files.size[a] as number));
}

/** Bytes of a file below which compression saves no block. */
const LEAST = 8192;

/** What of a sample would be left; undefined where it cannot be read. */
async function shareOf(ledger: Ledger, row: number, signal?: AbortSignal) {
	const { inhabitants } = ledger.ownership;
	const { image } = inhabitants;
	try {
		const inode = await readInode(image, inhabitants.nid(row), undefined, signal);
		const start = Math.max(0, Math.floor((inode.size - SAMPLE) / 2));
		const file = await openFile(image, inode, signal);
		return estimate(await file.read(start, Math.min(inode.size, start + SAMPLE), signal));
	} catch (error) {
		if (!isDamage(error)) throw error;
		return undefined;
	}
}
