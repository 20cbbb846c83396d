/**
 * What is wrong with inodes in which somebody met damage on the way to something else: told as a
 * check tells it, so that it is one finding, whoever comes there first.
 */
import { reportOrThrow } from "../base/errors";
import { ignoreFindings, type Report } from "../base/finding";
import { showName } from "../base/text";
import type { Pace } from "../census/pace";
import { readInode } from "../erofs/inode";
import type { Inhabitants } from "../ownership/inhabitants";
import { Tally } from "./coverage";
import { UnitBatches } from "./decoding";
import { contentsHash, Digests } from "./digests";
import { InodeChecker } from "./inode";
import { Leftovers } from "./padding";
import { unitsHere } from "./unit-places";

/** Each takes as long as in a check, which looks at all of them. */
const MOST = 1000;

/**
 * Looks at no more than their structures, and at a thousand of them.
 * @param report is told with the path, where there is one
 * @returns how many more there are, which were not looked at
 * @throws Failure `io`, `cancelled`
 */
export async function tellDamaged(
	inhabitants: Inhabitants,
	rows: ReadonlySet<number>,
	report: Report,
	{ signal, breathe }: Pace = {},
): Promise<number> {
	if (rows.size === 0) return 0;
	const { image } = inhabitants;
	const level = "structure";
	const tally = new Tally(level, "/");
	const units = new UnitBatches(image, {
		places: unitsHere(image, signal),
		tally,
		signal,
		breathe,
	});
	const digests = new Digests(image, contentsHash(image, signal), () => {});
	const leftovers = new Leftovers();
	const about = { level, packedToo: true, units, digests, leftovers, signal } as const;
	const checker = new InodeChecker(image, tally, about);
	// What several share is told of the first in the tree.
	const inOrder = Uint32Array.from(rows).sort();
	for (const row of inOrder.subarray(0, MOST)) {
		const path = inhabitants.pathOf(row);
		const tell: Report = path ? (found) => report({ path: showName(path), ...found }) : report;
		try {
			const inode = await readInode(image, inhabitants.nid(row), ignoreFindings, signal);
			await checker.check(inode, tell, tell);
		} catch (error) {
			reportOrThrow(error, tell);
		}
		await breathe?.();
	}
	return Math.max(0, rows.size - MOST);
}
