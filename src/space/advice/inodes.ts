import { countText } from "../../base/words";
import { FORM } from "../../census/inodes";
import { listedOf } from "../../census/listed";
import { COMPACT, EXTENDED } from "../../erofs/inode-cursor";
import type { Adviser } from "./advice";

/** Of ids and link counts in an inode of 32 bytes. */
const MOST_SHORT = 0xffff;

/** Why inodes have the large form: that of a time of its own can be given up. */
export const inodes: Adviser = ({ tree, ownership: { inhabitants } }) => {
	const { inodes: all } = tree;
	const { uid, gid, mtime } = listedOf(all);
	const { epoch } = inhabitants.image.facts;
	const because = { size: 0, owner: 0, links: 0, time: 0, nothing: 0 };
	let large = 0;
	for (let row = 0; row < all.count; row++) {
		if (!all.is(row, FORM.EXTENDED) || !inhabitants.isInTree(row)) continue;
		large++;
		if (all.size.highAt(row) !== 0) because.size++;
		else if ((uid[row] as number) > MOST_SHORT || (gid[row] as number) > MOST_SHORT)
			because.owner++;
		else if (all.nlink.at(row) > MOST_SHORT) because.links++;
		else if (mtime.signed(row) !== epoch) because.time++;
		else because.nothing++;
	}
	const could = because.time + because.nothing;
	if (could === 0) return undefined;
	const stay = [
		[because.size, "a size of 4 GiB or more"],
		[because.owner, "an owner above 65,535"],
		[because.links, "more than 65,535 links"],
	] as const;
	const free = [
		[because.time, "only because each keeps its own time"],
		[because.nothing, "for nothing that 32 bytes could not hold"],
	] as const;
	const small = free.flatMap(([n, why]) => (n > 0 ? [`${countText(n)} ${why}`] : []));
	const needs = stay.flatMap(([n, why]) => (n > 0 ? [`${countText(n)} must, for ${why}`] : []));
	const others = needs.length > 0 ? ` Of the others, ${needs.join(", ")}.` : "";
	return {
		id: "inodes",
		title: "Inodes of 32 bytes",
		text: `${countText(large)} of ${countText(all.count)} inodes take 64 bytes: ${small.join(", ")}.${others}`,
		saves: could * (EXTENDED - COMPACT),
		options: "-Eforce-inode-compact --ignore-mtime",
	};
};
