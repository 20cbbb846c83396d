/** What the page is told of bytes is what the map says of them, wherever one looks. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import type { KINDS } from "../erofs/layout/kinds";
import { MapLines } from "../ownership/lines";
import type { Piece } from "../ownership/sweep";
import type { Annotation } from "../schema/annotate";
import { corpusImages, readCorpus } from "../testing/corpus";
import { fixtures } from "../testing/fixtures";
import { openTestImage, type TestImage } from "../testing/image-set";
import { inProcess } from "../testing/in-process";
import { kindOf, ownersIn, piecesIn, spaceIn } from "../testing/owners";
import { chance, pick } from "../testing/shuffled";
import { KIND_WORDS } from "./protocol";

/** Pieces looked at in each space; any byte of them. */
const LOOKS = 20;
/** Spaces looked at, of many directories. */
const MOST_SPACES = 8;

async function opened({ file, devices, offset }: TestImage) {
	const client = inProcess();
	const inputs = [file, ...devices].map((path) => {
		const name = path.replace(/.*\//, "");
		return { kind: "file", file: new File([readFileSync(path)], name) } as const;
	});
	await client.call("open", { inputs, offset });
	await client.call("owners", {});
	return client;
}

/** From the outermost node to the innermost that holds a byte. */
function nodesAt(nodes: readonly Annotation[], offset: number): Annotation[] {
	const found = nodes
		.filter(({ start, end }) => start <= offset && offset < end)
		.sort((a, b) => a.end - a.start - (b.end - b.start))
		.at(0);
	return found ? [found, ...nodesAt(found.children ?? [], offset)] : [];
}

async function expectTruth(image: TestImage): Promise<void> {
	const client = await opened(image);
	const owners = await ownersIn(await openTestImage(image));
	const lines = new MapLines(owners.inhabitants);
	const random = chance(1);
	for (const id of [...owners.spaces()].slice(0, MOST_SPACES)) {
		const pieces = await piecesIn(await spaceIn(owners, id));
		for (let look = 0; look < LOOKS && pieces.length > 0; look++) {
			const piece = pieces[pick(random, pieces.length)] as Piece;
			const offset = piece.start + pick(random, piece.end - piece.start);
			const where = `${id}:${offset}`;
			const line = lines.lineOf(id, piece);
			const { owner } = await client.call("owner", { space: id, offset });
			expect(owner?.kind, where).toBe(line.kind);
			expect(owner?.detail, where).toEqual(line.detail);
			const nids = Array.from(piece.owners, (row) => owners.inhabitants.nid(row));
			expect(
				owner?.inodes.map(({ nid }) => nid),
				where,
			).toEqual(nids.slice(0, 100));
			expect(owner?.more).toBe(Math.max(0, nids.length - 100));
			if (nids.length === 1) expect(owner?.inodes[0]?.path, where).toBe(line.path);
			expect(KIND_WORDS[owner?.kind ?? "inode"].doc, where).toBeTruthy();
			const range = { start: Math.max(0, offset - 512), end: Math.min(offset + 512, piece.end) };
			const { nodes } = await client.call("annotate", { space: id, ...range });
			const way = nodesAt(nodes, offset);
			expect(way.at(-1)?.doc ?? way.at(-2)?.doc, where).toBeTruthy();
			// Of bytes that are no structure the innermost node has the word of the map.
			if (isBare(kindOf(piece))) expect(way.at(-1)?.key, where).toBe(KIND_WORDS[line.kind].name);
		}
	}
}

/** Kinds without parts, told by no layout. */
const BARE = ["plain-data", "chunk-data", "pcluster", "fragment", "unclaimed", "after-image"];
const isBare = (kind: (typeof KINDS)[number]) => BARE.includes(kind);

const images = [...fixtures.good, ...(readCorpus()?.good ?? []), ...corpusImages("others")];

it.each(images)("$name", expectTruth);
