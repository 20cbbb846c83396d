/**
 * All that can be asked of an open image, as jobs that run one after the other or all at once:
 * the answers must be the same.
 */
import { createHash } from "node:crypto";
import { isDamage } from "../base/errors";
import { clamped } from "../base/exact";
import type { Finding } from "../base/finding";
import type { Range } from "../base/range";
import { IMAGE_SPACE } from "../base/space";
import { Census } from "../census/census";
import { FORM, type Inodes } from "../census/inodes";
import { listing } from "../census/listing";
import { sumsBelow } from "../census/sums-below";
import { takeDirectory } from "../census/take-directory";
import { totalsOf } from "../census/totals";
import { openFile } from "../erofs/data";
import { contentsSpace } from "../erofs/image";
import { type Inode, readInode } from "../erofs/inode";
import { FT } from "../erofs/structs/dirent";
import { manifest } from "../export/manifest";
import type { Note } from "../export/note";
import { tar } from "../export/tar";
import { rootOf } from "../export/tree";
import { zip } from "../export/zip";
import { extentPage } from "../inspect/extent-rows";
import { inodeDetail } from "../inspect/inode-detail";
import { annotateRange } from "../worker/annotate";
import { bytesOf } from "../worker/bytes";
import { filter } from "../worker/filter";
import { find } from "../worker/find";
import type { Session } from "../worker/session";
import { chance, pick } from "./shuffled";

export interface Job {
	readonly name: string;
	/** It reads all of the tree and its contents. */
	readonly isLong?: true;
	/** The answer, as data; damage is an answer too. */
	run(session: Session): Promise<unknown>;
}

/** How much is asked. */
export interface Asked {
	/** Inodes looked at one by one. */
	readonly inodes: number;
	/** Of the whole tree, where it is not large: nothing, its manifest, archives besides. */
	readonly whole: "nothing" | "manifest" | "archives";
}

/** Bytes of all files together up to which they are read whole. */
const WHOLE = 48 << 20;
/** Inodes up to which a tree is put into archives. */
const MODEST = 400;

const ROOT = Uint8Array.of(0x2f);
const { signal } = new AbortController();
const silent = () => {};

/** The jobs for an image; `session` is open, its tree known, and nothing else reads of it. */
export async function jobsFor(session: Session, seed: number, asked: Asked): Promise<Job[]> {
	const random = chance(seed);
	const { inodes } = session.surveyor.tree;
	const rows = Array.from({ length: inodes.count }, (_, row) => row).filter(
		(row) => !inodes.is(row, FORM.UNREADABLE),
	);
	const total = rows.reduce((sum, row) => sum + bytesOfFile(inodes, row), 0);
	const some: Inode[] = [];
	for (const row of sample(rows, asked.inodes, random))
		some.push(await readInode(session.image, inodes.nid.big(row)));
	const { size } = session.image.primary.source;
	const range = someRange(size, 1 << 14, random);
	return [
		...(total < WHOLE && asked.whole !== "nothing"
			? [{ name: "manifest", isLong: true, run: manifestAll } as const]
			: []),
		...(total < WHOLE && asked.whole === "archives" && rows.length < MODEST ? archiveJobs() : []),
		{ name: "census", run: takeAll },
		{ name: "filter", run: filterAll },
		...some.flatMap((inode) => inodeJobs(inode, random)),
		{
			name: `structures at ${range.start}`,
			run: (on) => annotateRange(on, { space: IMAGE_SPACE, range, focus: some[0]?.nid }, signal),
		},
	];
}

/** What a job answers, as a text to compare; typed arrays count by their bytes. */
export async function answerOf(job: Job, session: Session): Promise<string> {
	try {
		return textOf(await job.run(session));
	} catch (error) {
		if (!isDamage(error)) throw error;
		return textOf(error.info);
	}
}

function textOf(value: unknown): string {
	return JSON.stringify(value, function (this: Record<string, unknown>, key, part: unknown) {
		// As it is, before a form of its own for JSON (which Buffers have) is asked for.
		const raw = this[key];
		if (ArrayBuffer.isView(raw)) return `${raw.byteLength} bytes ${digestOf([bytesIn(raw)])}`;
		return typeof part === "bigint" ? `${part}n` : part;
	});
}

const bytesIn = ({ buffer, byteOffset, byteLength }: ArrayBufferView) =>
	new Uint8Array(buffer, byteOffset, byteLength);

function digestOf(pieces: readonly Uint8Array[]): string {
	const hash = createHash("sha256");
	for (const piece of pieces) hash.update(piece);
	return hash.digest("hex");
}

const bytesOfFile = (inodes: Inodes, row: number): number =>
	inodes.type(row) === FT.REG ? clamped(inodes.size.unsigned(row)) : 0;

function sample<T>(list: readonly T[], most: number, random: () => number): T[] {
	const left = [...list];
	const taken: T[] = [];
	while (taken.length < most && left.length > 0) {
		taken.push(...left.splice(pick(random, left.length), 1));
	}
	return taken;
}

function someRange(size: number, most: number, random: () => number): Range {
	const start = pick(random, size);
	return { start, end: Math.min(size, start + 1 + pick(random, most)) };
}

// The whole tree

const archiveJobs = (): Job[] => [
	{ name: "tar", isLong: true, run: (on) => archiveAll(on, tar) },
	{ name: "zip", isLong: true, run: (on) => archiveAll(on, zip) },
];

function newHasher() {
	const hash = createHash("sha256");
	return { update: (bytes: Uint8Array) => void hash.update(bytes), hex: () => hash.digest("hex") };
}

async function manifestAll({ image }: Session) {
	const findings: Finding[] = [];
	const report = (finding: Finding) => void findings.push(finding);
	const entries = [];
	for await (const entry of manifest(image, { newHasher, report })) entries.push(entry);
	return { entries, findings };
}

async function archiveAll({ image }: Session, make: typeof tar) {
	const notes: Note[] = [];
	const note = (one: Note) => void notes.push(one);
	const hash = createHash("sha256");
	let length = 0;
	for await (const piece of make(image, rootOf(image), { careful: true, note })) {
		// A slow taker, who still holds the piece while others go on.
		for (let wait = piece.length % 5; wait > 0; wait--) await undefined;
		hash.update(piece);
		length += piece.length;
	}
	return { length, digest: hash.digest("hex"), notes };
}

async function takeAll({ image }: Session) {
	const findings: Finding[] = [];
	const report = (finding: Finding) => void findings.push(finding);
	const tree = await new Census(image, { report }).take();
	const { count } = tree.directories;
	const listings = Array.from({ length: count }, (_, directory) => listing(tree, directory));
	return { listings, findings, totals: totalsOf(tree), sums: sumsBelow(tree) };
}

async function filterAll(on: Session) {
	const events: unknown[] = [];
	const emit = (event: unknown) => void events.push(event);
	const done = await filter(on, { query: "e", limit: 400 }, { signal, progress: silent, emit });
	return { done, events };
}

// One inode

function inodeJobs(inode: Inode, random: () => number): Job[] {
	const { nid, size, type, context } = inode;
	const job = (what: string, run: Job["run"]): Job => ({ name: `${what} of inode ${nid}`, run });
	const jobs = [job("detail", ({ image }) => inodeDetail(image, nid))];
	if (type === FT.DIR) jobs.push(job("listing", (on) => lookInto(on, nid)));
	if (!context.hasData || size === 0) return jobs;
	const ranges = Array.from({ length: 6 }, () => someRange(size, 1 << 16, random));
	const first = ranges[0] as Range;
	return [
		...jobs,
		job("extents", (on) => extentPages(on, nid)),
		job("reads", (on) => reads(on, nid, ranges)),
		job("preview", (on) => bytesOf(on, contentsSpace(on.image, nid), first, signal)),
		job("search", (on) => search(on, nid)),
	];
}

async function lookInto({ image }: Session, nid: bigint) {
	const findings: Finding[] = [];
	const report = (finding: Finding) => findings.push(finding);
	const tree = await takeDirectory(image, { nid, path: ROOT, parent: nid }, report);
	return { columns: listing(tree, 0), findings };
}

/** Pages of a list, and extents on each. */
const PAGES = 12;
const ROWS = 7;

async function extentPages({ image }: Session, nid: bigint) {
	const inode = await readInode(image, nid);
	const pages = [];
	for (let from: number | undefined = 0; from !== undefined && pages.length < PAGES; ) {
		const page: Awaited<ReturnType<typeof extentPage>> = await extentPage(image, inode, from, ROWS);
		pages.push(page);
		from = page.next;
	}
	return pages;
}

/** Several reads of one open file, side by side. */
async function reads({ image }: Session, nid: bigint, ranges: readonly Range[]) {
	const file = await openFile(image, await readInode(image, nid));
	const results = ranges.map(async ({ start, end }) => {
		try {
			return await file.read(start, end);
		} catch (error) {
			if (!isDamage(error)) throw error;
			return error.message;
		}
	});
	return Promise.all(results);
}

async function search(on: Session, nid: bigint) {
	const space = contentsSpace(on.image, nid);
	const params = { space, pattern: Uint8Array.of(0x65), from: 0, to: 1 << 16 };
	return find(await on.source(space), params, signal, silent);
}
