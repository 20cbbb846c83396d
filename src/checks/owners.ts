/** What it shows who owns which bytes: clashes, inodes without a name, bytes of nobody, padding. */
import type { Report } from "../base/finding";
import { type Image, sourceOf } from "../erofs/image";
import type { Inode } from "../erofs/inode";
import { own } from "../ownership/build";
import type { Ownership } from "../ownership/ownership";
import type { Pace } from "../ownership/steps";
import { judge } from "./check";
import type { Level, Tally } from "./coverage";
import { hasPadding, type Leftovers, lookAtPadding, paddingChecks } from "./padding";
import { spaceChecks } from "./spaces";
import { Owned, storedChecks } from "./stored";

export interface OwnersOptions extends Pace {
	readonly level: Level;
	/** Inodes that only the superblock knows. */
	readonly hidden: readonly Inode[];
	/** Whether all of the tree could be read. */
	readonly isWhole: boolean;
	readonly tally: Tally;
	/** Padding that is not zero, as far as it was met; more is added. */
	readonly leftovers: Leftovers;
	readonly report: Report;
}

/** @throws Failure `io`, `cancelled` */
export async function checkOwners(
	image: Image,
	found: Ownership,
	options: OwnersOptions,
): Promise<void> {
	const { level, isWhole: whole, tally, leftovers, report } = options;
	const owned = await ownedOf(found, options);
	const { ownership } = owned;
	const { inhabitants } = ownership;
	for (const text of ownership.shortfalls) tally.skip("owners of bytes", text);
	if (!whole)
		tally.skip(
			"bytes that nothing leads to",
			"Some inodes or directories are damaged, and with them what they lead to.",
		);
	for (const space of ownership.stored()) {
		await judge(spaceChecks, { space, inhabitants, whole }, image, report);
		// What an unreadable inode has is no padding, and cannot be told from it.
		if (level === "structure" || !whole || !hasPadding(space)) continue;
		const source = sourceOf(image, space.shape.id);
		if (!source) continue;
		const why = await lookAtPadding(space, source, leftovers, options);
		if (why) tally.skip("padding", why);
	}
	await judge(storedChecks, owned, image, report);
	for (const leftover of leftovers.values()) await judge(paddingChecks, leftover, image, report);
}

/** With all extents where things share bytes: then it is asked which of which files do. */
async function ownedOf(
	ownership: Ownership,
	{ isWhole: whole, hidden, signal, breathe }: OwnersOptions,
): Promise<Owned> {
	const owned = new Owned({ ownership, whole, hidden });
	if (!ownership.isRough || owned.areApart) return owned;
	const { image, tree } = ownership.inhabitants;
	const finer = await own(image, tree, { signal, breathe });
	return new Owned({ ownership: finer, whole, hidden });
}
