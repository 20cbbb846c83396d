/** While both are here: the census finds what the walk finds. */

import { describe, expect, test } from "vitest";
import type { Finding } from "../base/finding";
import { showName } from "../base/text";
import { entryName } from "../erofs/directory";
import { inodesOf } from "../erofs/entry-inodes";
import type { Image } from "../erofs/image";
import { possibleSizes } from "../erofs/possible";
import { joinPath } from "../erofs/visit";
import { walk } from "../erofs/walk";
import { corpusImages, readCorpus } from "../testing/corpus";
import { fixtures } from "../testing/fixtures";
import { openTestImage, type TestImage } from "../testing/image-set";
import { Census } from "./census";
import { FORM } from "./inodes";
import { listedOf } from "./listed";

const corpus = readCorpus();
const images = [
	...fixtures.good,
	...fixtures.bad,
	...(corpus?.good ?? []),
	...(corpus?.bad ?? []),
	...corpusImages("others"),
	...corpusImages("cases"),
];

const keyOf = (f: Finding) =>
	`${f.code} ${f.at.space} ${f.at.start} ${f.at.end} ${f.nid} ${f.seen} ${f.entry ?? ""}`;

async function byWalk(image: Image) {
	const findings: Finding[] = [];
	const rows: string[] = [];
	const { rootNid: nid } = image.facts;
	const start = { nid, path: Uint8Array.of(0x2f), parent: nid };
	for await (const visit of walk(image, start, {
		report: (f) => findings.push(f),
	})) {
		const { path, entries, rows: kept } = visit;
		const inodes = await inodesOf(image, visit);
		const stored = await possibleSizes(image, inodes);
		for (const [row, i] of kept.entries()) {
			const inode = inodes[row];
			const name = showName(joinPath(path, entryName(entries, i)));
			const facts = inode
				? `${inode.mode} ${inode.uid} ${inode.gid} ${inode.i_size} ${inode.mtime} ${inode.nlink} ${inode.layout} ${stored[row]}`
				: "unreadable";
			rows.push(`${name} ${entries.nid[i]} ${Math.min(entries.type[i]!, 127)} ${facts}`);
		}
	}
	return { rows, findings: findings.map(keyOf) };
}

async function byCensus(image: Image) {
	const findings: Finding[] = [];
	const tree = await new Census(image, { report: (f) => findings.push(f) }).take();
	const { entries, inodes } = tree;
	const { stored, uid, gid, mtime } = listedOf(inodes);
	const rows: string[] = [];
	for (let e = 0; e < entries.count; e++) {
		const i = entries.inode[e]!;
		const facts = inodes.is(i, FORM.UNREADABLE)
			? "unreadable"
			: `${inodes.mode[i]} ${uid[i]} ${gid[i]} ${inodes.size.unsigned(i)} ${mtime.signed(i)} ${inodes.nlink.at(i)} ${inodes.layout(i)} ${inodes.is(i, FORM.IMPOSSIBLE_SIZE | FORM.IMPOSSIBLE_STORED) ? undefined : stored.unsigned(i)}`;
		rows.push(`${showName(tree.pathOfEntry(e))} ${tree.nid(i)} ${entries.type[e]! & 127} ${facts}`);
	}
	// Told by the walk's takers.
	const found = findings.filter(({ code }) => !code.endsWith("-impossible"));
	return { rows, findings: found.map(keyOf) };
}

const open = async (image: TestImage) => openTestImage(image).catch(() => undefined);

describe.each(images)("$name", (test_) => {
	test("the census finds what the walk finds", async () => {
		const image = await open(test_);
		if (!image) return;
		const [a, b] = [await byWalk(image), await byCensus(image)];
		expect(b.rows.toSorted()).toEqual(a.rows.toSorted());
		expect(b.rows).toEqual(a.rows);
		expect(b.findings).toEqual(a.findings);
	});
});
