/** A finding points at the bytes that are wrong, not at where they lead. */
import { expect, test } from "vitest";
import type { Finding } from "../base/finding";
import { overlaps, type Range } from "../base/range";
import { readCorpus } from "../testing/corpus";
import { fixtures } from "../testing/fixtures";
import { type BadImage, openTestImage } from "../testing/image-set";
import type { Image } from "./image";
import { readInode } from "./inode";
import { extents, loadMap } from "./map/open";
import { walk } from "./walk";

/** Damage of these structures is met on the walk over the tree. */
const MET = ["super_block", "dirent", "directory", "inode", "deviceslot"];
/** Fields whose damage shows only when attributes or contents are read, or where either of two may be wrong. */
const LATER =
	/^(chunk|fragment|z-|extent|inode-(inline|startblk)|packed-nid-(zero|fragment)|sb-(blkszbits|lz4|label|inos|wrong-magic)|symlink|xattr-icount|metabox-nid-random|device-(uniaddr|count-zero)|dir-hardlinked|dirent-duplicate|inode-type)/;

const met = (readCorpus() ?? fixtures).bad.filter(
	({ name, expected }) => MET.includes(expected.structure) && !LATER.test(name),
);

test.each(met.map((image) => [image.name, image] as const))("%s", async (_, image) => {
	const opened = await openTestImage(image);
	const findings: Finding[] = [...opened.findings];
	const nid = opened.facts.rootNid;
	const start = { nid, path: Uint8Array.of(0x2f), parent: nid };
	for await (const _ of walk(opened, start, (finding) => findings.push(finding)));
	const places = (await Promise.all(findings.map((f) => inImage(opened, f)))).flat();
	for (const place of places) expect(place.end).toBeLessThanOrEqual(opened.facts.imageSize);
	expect(places.some((place) => edited(image).some((edit) => overlaps(place, edit)))).toBe(true);
});

/** The bytes that were changed on purpose; a repaired checksum is none. */
const edited = ({ edits }: BadImage): Range[] =>
	edits
		.filter(({ field }) => !field.includes("recomputed"))
		.map(({ offset, length }) => ({ start: offset, end: offset + length }));

/** Where the bytes of a finding lie in the image, also when it names those of a directory. */
async function inImage(image: Image, { at, nid }: Finding): Promise<Range[]> {
	if (!at.space.startsWith("file:") || nid === undefined) return [at];
	const map = await loadMap(image, await readInode(image, nid));
	const out: Range[] = [];
	for await (const extent of extents(map, at.start, at.end)) {
		const skip = (extent.at?.start ?? 0) - extent.start;
		out.push({ start: at.start + skip, end: Math.min(at.end, extent.end) + skip });
	}
	return out;
}
