/**
 * The layout is told once. Held here against a program that has no line in common with it, and
 * its listeners against each other and against the readers: what is read is what is annotated is
 * what is claimed.
 */
import { describe, expect, test } from "vitest";
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
import { filesOf } from "../../testing/oracle/test-files";
import { entryName, readDirectory } from "../directory";
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
	"orphan",
	"unclaimed",
	"after-image",
]);

describe.each(good)("$name", (fixture: TestImage) => {
	test("every byte the layout claims is whose an independent program says, and no other", async () => {
		const image = await openTestImage(fixture);
		const painted = new Map<string, Map<number, Claim>>();
		for await (const laying of layings(image)) {
			const space = painted.get(laying.home.space) ?? new Map<number, Claim>();
			painted.set(laying.home.space, space);
			for (const claim of await claimsOf(laying))
				for (let at = claim.start; at < claim.end; at++) space.set(at, claim);
		}
		const wrong: string[] = [];
		for (const [name, pieces] of ownersOf(filesOf(fixture)).spaces) {
			const space = painted.get(name) ?? new Map<number, Claim>();
			for (const { start, end, kind, nids } of pieces) {
				for (let at = start; at < end && wrong.length < 10; at++) {
					const claim = space.get(at);
					const mine = claim?.kind ?? "nobody";
					// What lies behind data up to the end of its block is the data's padding.
					const free = CONTENTS.has(kind) || (kind === "padding" && !claim);
					if (free && !claim) continue;
					// Contents of the hidden inodes that lie outside of them.
					if (!claim && (kind === "packed-data" || kind === "metabox-data")) continue;
					const owned = claim?.nid === undefined || nids.includes(claim.nid);
					if (mine !== kind || !owned) wrong.push(`${name}:${at} ${mine}, not ${kind} of ${nids}`);
				}
			}
		}
		expect(wrong).toEqual([]);
	});

	test("what is claimed is what is annotated", async () => {
		const image = await openTestImage(fixture);
		for await (const laying of layings(image)) {
			const nodes = await annotated(laying);
			const where = `${laying.what} of nid ${laying.inode?.nid}`;
			expect(joined(leaves(nodes)), where).toEqual(joined(await claimsOf(laying)));
		}
	});

	test("a part of it annotated is a part of all of it", async () => {
		const image = await openTestImage(fixture);
		for await (const laying of layings(image)) {
			const all = leaves(await annotated(laying));
			const middle = all[all.length >> 1];
			if (!middle) continue;
			const range = { start: middle.start, end: middle.end };
			const some = await listen(laying, (bytes) => new Annotator(bytes, { range }));
			expect(leaves(some.nodes).map(text)).toContain(text(middle));
			expect(all.map(text)).toEqual(expect.arrayContaining(leaves(some.nodes).map(text)));
		}
	});

	test("every byte that is claimed can be explained", async () => {
		const image = await openTestImage(fixture);
		for await (const laying of layings(image)) {
			const claims = await claimsOf(laying);
			const claim = claims[claims.length >> 1];
			if (!claim) continue;
			const { start, end, kind } = claim;
			for (const at of new Set([start, end - 1])) {
				const { steps } = await listen(
					laying,
					(bytes) => new Stepper(bytes, { start: at, end: at + 1 }),
				);
				expect(steps.every((step) => step.start <= at && at < step.end)).toBe(true);
				expect(steps.length, `${kind} at ${at}`).toBeGreaterThan(0);
				for (const { sum, start } of steps)
					if (sum) expect([worked(sum.text), sum.value], sum.text).toEqual([BigInt(start), start]);
			}
		}
	});

	test("the rules of all tables find nothing", async () => {
		const image = await openTestImage(fixture);
		const found: Finding[] = [];
		for await (const laying of layings(image)) {
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
		const image = await openTestImage(fixture);
		for await (const laying of layings(image)) {
			const { inode, what, home } = laying;
			if (!inode || what !== "body" || !inode.context.hasData || inode.size === 0) continue;
			const places = leaves(await annotated(laying)).flatMap(({ target, start }) => [
				`${home.space}:${start}`,
				...(target ? [`${target.span.space}:${target.span.start}`] : []),
			]);
			const known = new Set(places);
			const map = await loadMap(image, inode);
			for await (const { at, kind } of extents(map, 0, inode.size))
				if (at) expect(known, `${kind} of nid ${inode.nid}`).toContain(`${at.space}:${at.start}`);
		}
	});

	test("the names annotated are those that listing a directory gives", async () => {
		const image = await openTestImage(fixture);
		const told = new Map<Inode, string[]>();
		for await (const laying of layings(image)) {
			const { inode, what } = laying;
			if (inode?.type !== FT.DIR || what === "shared") continue;
			const names = told.get(inode) ?? [];
			told.set(inode, names);
			for (const node of leaves(await annotated(laying)))
				if (node.key === "name") names.push(node.value ?? "");
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
