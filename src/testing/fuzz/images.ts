/** The images that are damaged, with what is true of them while they are whole. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Range } from "../../base/range";
import { IMAGE_SPACE } from "../../base/space";
import { utf8Bytes } from "../../base/text";
import type { Image } from "../../erofs/image";
import { openImage } from "../../erofs/open";
import { memorySource } from "../../sources/memory";
import { fixtures, fixturesFolder } from "../fixtures";
import { kindOf, ownersIn, piecesIn, spaceIn } from "../owners";
import type { FieldPlace } from "./fields";
import { fieldsOf } from "./fields";
import { listed } from "./listed";

/** What is listed of a path, and the bytes of the image that say it. */
export interface Truth {
	readonly entry: string;
	readonly from: readonly Range[];
}

export interface Whole {
	readonly name: string;
	readonly bytes: Uint8Array<ArrayBuffer>;
	readonly fields: readonly FieldPlace[];
	readonly truth: ReadonlyMap<string, Truth>;
}

async function wholeOf(name: string, file: string, mostInodes: number): Promise<Whole[]> {
	const bytes = Uint8Array.from(readFileSync(file));
	const image = await openImage(memorySource(bytes));
	if (image.superblock.inos > mostInodes) return [];
	return [{ name, bytes, fields: await fieldsOf(image), truth: await truthOf(image) }];
}

/** Made to be small: a few kilobytes each. */
export async function tinyImages(): Promise<Whole[]> {
	const folder = join(dirname(fixturesFolder), "fuzz", "images");
	const names = readdirSync(folder).filter((name) => name.endsWith(".erofs"));
	const images = names.sort().map((name) => {
		return wholeOf(`tiny ${name.slice(0, -".erofs".length)}`, join(folder, name), Infinity);
	});
	return (await Promise.all(images)).flat();
}

/** Fixtures of at most so many inodes, and without extra devices: what a run costs goes by their number. */
export async function smallFixtures(mostInodes: number): Promise<Whole[]> {
	const plain = fixtures.good.filter(({ devices, offset }) => devices.length === 0 && offset === 0);
	const images = plain.map(({ name, file }) => wholeOf(name, file, mostInodes));
	return (await Promise.all(images)).flat();
}

/**
 * A path depends on its inode with all that this leads to, on the directories above it, on the
 * hidden inodes and on what belongs to none.
 */
async function truthOf(image: Image): Promise<ReadonlyMap<string, Truth>> {
	const owners = await ownersIn(image);
	const { inhabitants } = owners;
	const rowsByPath = new Map<string, number>();
	const hidden = [image.packedNid, image.metaboxNid].flatMap((nid) =>
		nid === undefined ? [] : (inhabitants.find(nid) ?? []),
	);
	const pieces = await piecesIn(await spaceIn(owners, IMAGE_SPACE));
	const { entries } = await listed(image);
	const { tree } = inhabitants;
	for (let entry = 0; entry < tree.entries.count; entry++) {
		rowsByPath.set(String(tree.pathOfEntry(entry)), tree.entries.inode[entry] as number);
	}
	const rowOf = (path: string) => rowsByPath.get(String(utf8Bytes(path)));
	const truth = new Map<string, Truth>();
	for (const [path, entry] of entries) {
		const parts = path === "/" ? [] : path.split("/");
		const above = parts.map((_, i) => rowOf(`/${parts.slice(0, i + 1).join("/")}`));
		const rows = new Set([0, ...above, ...hidden]);
		const from = pieces.filter(({ owners: all, ...piece }) =>
			all.length > 0
				? all.some((row) => rows.has(row))
				: !["unclaimed", "padding", "boot"].includes(kindOf(piece)),
		);
		truth.set(path, { entry, from: from.map(({ start, end }) => ({ start, end })) });
	}
	return truth;
}
