/** A finding points at the bytes that are wrong, not at where they lead. */
import { expect, test } from "vitest";
import { findingOf } from "../base/errors";
import { clamped } from "../base/exact";
import type { Finding } from "../base/finding";
import { overlaps, type Range } from "../base/range";
import { parseSpace } from "../base/space";
import { readInode } from "../erofs/inode";
import { extents, loadMap } from "../erofs/map/open";
import { extentPage } from "../inspect/extent-rows";
import { inodeDetail } from "../inspect/inode-detail";
import { readCorpus } from "../testing/corpus";
import { fixtures } from "../testing/fixtures";
import { type BadImage, devicesOf, sourceOf } from "../testing/image-set";
import { bytesOf } from "./bytes";
import { openSession, type Session } from "./session";

/** Damage nothing finds yet, random damage, and damage in which either of two places may be wrong. */
const LEFT_OUT =
	/^(fuzz|chunk-(bits|device)|device-(count-zero|uniaddr)|dirent-duplicate|extent-(bomb|plen-zero)|inode-(startblk-zero|type)|sb-(blkszbits|label|lz4|wrong-magic)|truncated|z-(bad-clusterbits-l|decompression)|zstd-random)/;

const images = [...fixtures.bad, ...(readCorpus()?.bad ?? [])].filter(
	({ name }) => !LEFT_OUT.test(name),
);

const signal = new AbortController().signal;
/** Bytes and extents read of each file. */
const MOST_BYTES = 4 << 20;
const MOST_EXTENTS = 10_000;

test.each(images.map((image) => [image.name, image] as const))(
	"%s",
	async (_, image) => {
		const session = await openSession([sourceOf(image), ...devicesOf(image)], {
			offset: 0,
			remote: false,
		});
		const places = await inImage(session, await allFindings(session));
		for (const { end } of places) expect(end).toBeLessThanOrEqual(session.image.facts.imageSize);
		expect(places.some((place) => edited(image).some((edit) => overlaps(place, edit)))).toBe(true);
	},
	60_000,
);

/** All that is found when everything is walked, looked at and read. */
async function allFindings(session: Session): Promise<Finding[]> {
	const { image, log, surveyor } = session;
	await surveyor.join(signal);
	const findings: Finding[] = [];
	const nids = new Set([image.facts.rootNid]);
	const { inodes } = surveyor.tree;
	for (let row = 0; row < inodes.count; row++) nids.add(inodes.nid.big(row));
	for (const nid of nids) {
		try {
			findings.push(...(await inodeDetail(image, nid, signal)).findings);
			const inode = await readInode(image, nid);
			if (!inode.context.hasData) continue;
			findings.push(...(await extentPage(image, inode, 0, MOST_EXTENTS, signal)).findings);
			const end = Math.min(clamped(inode.size), MOST_BYTES);
			await bytesOf(session, `file:${nid}`, { start: 0, end }, signal);
		} catch (error) {
			// What has no inode was found with the entry that leads there.
			if (!findingOf(error)) throw error;
		}
	}
	return [...log.findings, ...findings];
}

/** The bytes that were changed on purpose; a repaired checksum is none. */
const edited = ({ edits }: BadImage): Range[] =>
	edits
		.filter(({ field }) => !field.includes("recomputed"))
		.map(({ offset, length }) => ({ start: offset, end: offset + length }));

/** Where the bytes of findings lie in the image, also of those that name contents of a directory. */
async function inImage({ image }: Session, findings: readonly Finding[]): Promise<Range[]> {
	const out: Range[] = [];
	for (const { at } of findings) {
		const space = parseSpace(at.space);
		if (space?.kind !== "file") {
			out.push(at);
			continue;
		}
		const map = await loadMap(image, await readInode(image, space.nid));
		for await (const extent of extents(map, at.start, at.end)) {
			const skip = (extent.at?.start ?? 0) - extent.start;
			out.push({ start: at.start + skip, end: Math.min(at.end, extent.end) + skip });
		}
	}
	return out;
}
