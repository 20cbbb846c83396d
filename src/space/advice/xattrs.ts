import { isDamage } from "../../base/errors";
import { roundUp } from "../../base/range";
import { countText, sizeText } from "../../base/words";
import { FORM } from "../../census/inodes";
import { readInode } from "../../erofs/inode";
import { sharedXattrId } from "../../erofs/structs/xattr";
import { readXattrs } from "../../erofs/xattr";
import type { Ledger } from "../ledger";
import type { Adviser } from "./advice";

/** Inodes looked into at the most: then some from everywhere. */
const MOST = 4096;

/** Bytes by which entries are aligned. */
const ENTRY = 4;

interface Same {
	count: number;
	/** Bytes of one entry. */
	readonly size: number;
}

/** Attributes that several inodes have, each with a copy of its own. */
export const xattrs: Adviser = async (ledger, signal) => {
	const rows = rowsWith(ledger);
	const every = Math.max(1, Math.ceil(rows.length / MOST));
	const some = rows.filter((_, i) => i % every === 0);
	const entries = new Map<string, Same>();
	for (const row of some) await addInline(ledger, row, entries, signal);
	const several = [...entries.values()].filter(({ count }) => count > 1);
	const count = several.reduce((sum, one) => sum + one.count, 0);
	// Each is stored once then, and a number of it with each inode.
	const own = several.reduce((sum, one) => sum + one.count * one.size, 0);
	const once = several.reduce((sum, { size }) => sum + size, 0);
	const saves = (own - count * sharedXattrId.size) * every - once;
	if (count === 0 || saves <= 0) return undefined;
	const sample = every > 1 ? ` of ${countText(some.length)} inodes that were looked into` : "";
	return {
		id: "xattrs",
		title: "Share attributes",
		text: `${countText(count)} extended attributes${sample} are the same as those of another inode, and take ${sizeText(own)} behind their inodes. There are ${countText(several.length)} different ones: each could be stored once.`,
		saves,
		...(every > 1 ? { estimated: true } : {}),
		options: "-x1",
	};
};

function rowsWith({ tree, ownership: { inhabitants } }: Ledger): number[] {
	const rows: number[] = [];
	for (let row = 0; row < tree.inodes.count; row++) {
		const isOne = tree.inodes.is(row, FORM.XATTRS) && inhabitants.isInTree(row);
		if (isOne && inhabitants.isReadable(row)) rows.push(row);
	}
	return rows;
}

async function addInline(
	{ ownership: { inhabitants } }: Ledger,
	row: number,
	entries: Map<string, Same>,
	signal?: AbortSignal,
): Promise<void> {
	try {
		const inode = await readInode(inhabitants.image, inhabitants.nid(row), undefined, signal);
		const all = await readXattrs(inhabitants.image, inode, undefined, signal);
		for (const { name, value, where, at } of all) {
			if (where !== "inline") continue;
			const key = `${name.join(" ")}=${value.join(" ")}`;
			const known = entries.get(key);
			if (known) known.count++;
			else entries.set(key, { count: 1, size: roundUp(at.end - at.start, ENTRY) });
		}
	} catch (error) {
		// What is damaged is told by the checks.
		if (!isDamage(error)) throw error;
	}
}
