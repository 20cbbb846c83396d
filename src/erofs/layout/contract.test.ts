/**
 * The layout is told once. Held here against a program that has no line in common with it, and
 * its listeners against each other and against the readers: what is read is what is annotated is
 * what is claimed.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Finding } from "../../base/finding";
import type { Range } from "../../base/range";
import { showName } from "../../base/text";
import type { Annotation } from "../../schema/annotate";
import { Annotator } from "../../schema/annotator";
import { Checker } from "../../schema/checker";
import { Claimer } from "../../schema/claimer";
import { Stepper } from "../../schema/stepper";
import { worked } from "../../testing/arithmetic";
import { readCorpus } from "../../testing/corpus";
import { fixtures, hugeFixtures } from "../../testing/fixtures";
import { openTestImage, type TestImage } from "../../testing/image-set";
import { type Laying, layings, listen } from "../../testing/layings";
import { ownersOf } from "../../testing/oracle/owners";
import { volumeOf } from "../../testing/oracle/test-files";
import { entryName, readDirectory } from "../directory";
import type { Image } from "../image";
import type { Inode } from "../inode";
import { extents, loadMap } from "../map/open";
import { FT } from "../structs/dirent";
import { KINDS, type KindName } from "./kinds";

const corpus = readCorpus();
const good = [...fixtures.good, ...(corpus?.good ?? [])];
const bad = [...fixtures.bad, ...(corpus?.bad ?? [])];

interface Claim extends Range {
	readonly kind: KindName;
	readonly nid?: bigint;
}

/** Who claims what, whichever is told first. */
async function claimsOf(laying: Laying): Promise<Claim[]> {
	const claims: Claim[] = [];
	const nid = laying.inode && laying.what !== "shared" ? { nid: laying.inode.nid } : {};
	await listen(laying, ({ size }) => {
		claims.length = 0;
		return new Claimer(size, (kind, start, end) =>
			claims.push({ kind: KINDS[kind] as KindName, start, end, ...nid }),
		);
	});
	return claims;
}

/** Runs of bytes, ascending, neighbours joined. */
function joined(ranges: readonly Range[]): Range[] {
	const out: Range[] = [];
	for (const { start, end } of ranges.toSorted((a, b) => a.start - b.start)) {
		const last = out.at(-1);
		if (last && start <= last.end) {
			out[out.length - 1] = { start: last.start, end: Math.max(last.end, end) };
		} else out.push({ start, end });
	}
	return out;
}

const leaves = (nodes: readonly Annotation[]): Annotation[] =>
	nodes.flatMap((node) => (node.children?.length ? leaves(node.children) : [node]));

const annotated = async (laying: Laying) =>
	(await listen(laying, (bytes) => new Annotator(bytes, { most: Number.POSITIVE_INFINITY }))).nodes;

/** Contents have claims of their own, which are not the layout's. */
const CONTENTS: ReadonlySet<string> = new Set([
	"pcluster",
	"plain-data",
	"chunk-data",
	"fragment",
	"packed-data",
	"metabox-data",
	"orphan",
	"unclaimed",
	"after-image",
	"unknown",
]);

/** A laying with what two of its listeners heard. */
interface Heard {
	readonly laying: Laying;
	readonly nodes: readonly Annotation[];
	readonly claims: readonly Claim[];
}

async function hear(image: Image): Promise<Heard[]> {
	const heard: Heard[] = [];
	for await (const laying of layings(image))
		heard.push({ laying, nodes: leaves(await annotated(laying)), claims: await claimsOf(laying) });
	return heard;
}

const whose = ({ what, inode }: Laying) => `${what} of nid ${inode?.nid}`;

describe.each(good)("$name", (fixture: TestImage) => {
	let image: Image;
	let heard: Heard[] = [];

	beforeAll(async () => {
		image = await openTestImage(fixture);
		heard = await hear(image);
	});
	afterAll(() => {
		heard = [];
	});

	test("every byte the layout claims is whose an independent program says, and no other", () => {
		const wrong: string[] = [];
		for (const [name, pieces] of ownersOf(volumeOf(fixture)).spaces) {
			const inside = heard.filter(({ laying }) => laying.home.space === name);
			const claims = inside.flatMap((one) => one.claims);
			// For each byte the number of its claim, from 1; where several lay the same, the last.
			const painted = new Uint32Array(claims.reduce((most, { end }) => Math.max(most, end), 0));
			for (const [i, { start, end }] of claims.entries()) painted.fill(i + 1, start, end);
			for (const { start, end, kind, nids } of pieces) {
				// Contents, also of the hidden inodes, and what lies behind them up to the end of the block.
				const free = CONTENTS.has(kind) || kind === "padding";
				for (let at = start, next = at; at < end && wrong.length < 10; at = next) {
					const number = painted[at] ?? 0;
					while (next < end && (painted[next] ?? 0) === number) next++;
					const claim = claims[number - 1];
					if (free && !claim) continue;
					const owned = claim?.nid === undefined || nids.includes(claim.nid);
					if (claim?.kind !== kind || !owned)
						wrong.push(`${name}:${at} ${claim?.kind ?? "nobody"}, not ${kind} of ${nids}`);
				}
			}
		}
		expect(wrong).toEqual([]);
	});

	test("what is claimed is what is annotated", () => {
		const runs = (of: (heard: Heard) => readonly Range[]) =>
			heard.map((one) => [
				whose(one.laying),
				...joined(of(one)).map(({ start, end }) => [start, end]),
			]);
		expect(runs(({ nodes }) => nodes)).toEqual(runs(({ claims }) => claims));
	});

	test("a part of it annotated is a part of all of it", async () => {
		const wrong: string[] = [];
		for (const { laying, nodes } of heard) {
			const middle = nodes[nodes.length >> 1];
			if (!middle) continue;
			const range = { start: middle.start, end: middle.end };
			const some = await listen(laying, (bytes) => new Annotator(bytes, { range }));
			const all = new Set(nodes.map(text));
			const told = leaves(some.nodes).map(text);
			if (!told.includes(text(middle)) || !told.every((node) => all.has(node)))
				wrong.push(`${whose(laying)}: ${text(middle)}`);
		}
		expect(wrong).toEqual([]);
	});

	test("every byte that is claimed can be explained", async () => {
		const wrong: string[] = [];
		for (const { laying, claims } of heard) {
			const claim = claims[claims.length >> 1];
			if (!claim) continue;
			for (const at of new Set([claim.start, claim.end - 1])) {
				const { steps } = await listen(
					laying,
					(bytes) => new Stepper(bytes, { start: at, end: at + 1 }),
				);
				const where = `${claim.kind} at ${at}`;
				if (steps.length === 0) wrong.push(`${where}: no step`);
				for (const { sum, start, end } of steps) {
					if (!(start <= at && at < end)) wrong.push(`${where}: step ${start}..${end}`);
					if (!sum || (sum.value === start && worked(sum.text) === BigInt(start))) continue;
					wrong.push(`${where}: ${sum.text} is not ${start}`);
				}
			}
		}
		expect(wrong).toEqual([]);
	});

	test("the rules of all tables find nothing", async () => {
		const found: Finding[] = [];
		for (const { laying } of heard) {
			const mine: Finding[] = [];
			await listen(laying, (bytes) => {
				mine.length = 0;
				return new Checker(bytes, (finding) => mine.push(finding), laying.inode?.nid);
			});
			found.push(...mine);
		}
		expect(found.filter(({ severity }) => severity !== "note")).toEqual([]);
	});

	test("extents lie where annotations point, or behind the inode where they are annotated", async () => {
		const unknown: string[] = [];
		for (const { laying, nodes } of heard) {
			const { inode, what, home } = laying;
			if (!inode || what !== "body" || !inode.context.hasData || inode.size === 0) continue;
			const places = nodes.flatMap(({ target, start }) => [
				`${home.space}:${start}`,
				...(target ? [`${target.span.space}:${target.span.start}`] : []),
			]);
			const known = new Set(places);
			const map = await loadMap(image, inode);
			for await (const { at, kind } of extents(map, 0, inode.size))
				if (at && !known.has(`${at.space}:${at.start}`))
					unknown.push(`${kind} of nid ${inode.nid} at ${at.space}:${at.start}`);
		}
		expect(unknown).toEqual([]);
	});

	test("the names annotated are those that listing a directory gives", async () => {
		const told = new Map<Inode, string[]>();
		for (const { laying, nodes } of heard) {
			const { inode, what } = laying;
			if (inode?.type !== FT.DIR || what === "shared") continue;
			const names = told.get(inode) ?? [];
			told.set(inode, names);
			for (const { key, value } of nodes) if (key === "name") names.push(value ?? "");
		}
		for (const [inode, names] of told) {
			const entries = await readDirectory(image, inode);
			const read = Array.from({ length: entries.count }, (_, i) => showName(entryName(entries, i)));
			expect(names.sort()).toEqual(read.sort());
		}
	});
});

const text = ({ key, start, end, value }: Annotation): string => `${key} ${start} ${end} ${value}`;

test.each(hugeFixtures)("$name, a file of more than 4 GiB, is laid out", async (fixture) => {
	const image = await openTestImage(fixture);
	for await (const laying of layings(image)) {
		const nodes = await annotated(laying);
		expect(joined(leaves(nodes))).toEqual(joined(await claimsOf(laying)));
	}
});

describe("damage", () => {
	test.each(bad)("ends no listener, and makes none run for ever: $name", async (fixture) => {
		const image = await openTestImage(fixture).catch(() => undefined);
		if (!image) return;
		let told = 0;
		for await (const laying of layings(image)) {
			const make = ({ size }: { readonly size: number }) => new Claimer(size, () => told++);
			await listen(laying, make).catch(mustBeDamage);
			await listen(laying, (bytes) => new Annotator(bytes)).catch(mustBeDamage);
			await listen(laying, (bytes) => new Checker(bytes, () => {})).catch(mustBeDamage);
			await listen(laying, (bytes) => new Stepper(bytes, { start: 2000, end: 2001 })).catch(
				mustBeDamage,
			);
		}
		expect(told).toBeGreaterThan(0);
	});
});

/** Shared attributes and blocks beyond the end have no layout at all. */
function mustBeDamage(error: unknown): void {
	expect(error).toMatchObject({ info: { kind: "corrupt" } });
}
