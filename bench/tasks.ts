/**
 * What is measured in Node. Each task runs in a fresh process (`node tasks.js NAME PARAMS`), so
 * that memory is its own and nothing is warm; it prints its result as JSON.
 */
import { startServer } from "../e2e/server/server";
import { ignoreFindings } from "../src/base/finding";
import type { ByteSource } from "../src/base/source";
import { Census } from "../src/census/census";
import { nodeFile } from "../src/cli/node-file";
import type { Image } from "../src/erofs/image";
import { readInode } from "../src/erofs/inode";
import { openImage } from "../src/erofs/open";
import { FT } from "../src/erofs/structs/dirent";
import { visitDirectory } from "../src/erofs/visit";
import { own } from "../src/ownership/build";
import { FILE_PAGES } from "../src/sources/page-options";
import { PageCache } from "../src/sources/pages";
import { accountOf } from "../src/space/account";
import { Ledger } from "../src/space/ledger";
import { treemapOf } from "../src/space/treemap";
import { metadataArea } from "../src/testing/metadata-area";
import { annotateRange } from "../src/worker/annotate";
import { ranked } from "../src/worker/ranking";
import { openSession } from "../src/worker/session";
import { measureRemote } from "./remote-task";
import { measureWrappers } from "./wrapper-task";

const open = async (path: string): Promise<Image> =>
	openImage(new PageCache(await nodeFile(path), FILE_PAGES));

const rootOf = ({ facts: { rootNid } }: Image) => ({
	nid: rootNid,
	path: Uint8Array.of(0x2f),
	parent: rootNid,
});

/** Milliseconds the work takes, by the clock and of the processor, and what it returns. */
async function timed<T>(work: () => Promise<T>): Promise<{ ms: number; cpu: number; result: T }> {
	const start = performance.now();
	const before = process.cpuUsage();
	const result = await work();
	const { user, system } = process.cpuUsage(before);
	return { ms: performance.now() - start, cpu: (user + system) / 1000, result };
}

interface WithImage {
	readonly image: string;
}

/** Opening, then listing the root and its first directory. */
async function list({ image: path }: WithImage) {
	const opened = await timed(() => open(path));
	const image = opened.result;
	const start = rootOf(image);
	const { nid } = start;
	const looking = { report: ignoreFindings };
	const visit = async (of: bigint) =>
		visitDirectory(image, await readInode(image, of), start, looking);
	const root = await timed(() => visit(nid));
	const { entries, rows, types } = root.result;
	const first = rows[types.indexOf(FT.DIR)];
	const directory =
		first === undefined ? undefined : await timed(() => visit(entries.nid[first] as bigint));
	return {
		open: opened.ms,
		root: root.ms,
		directory: directory?.ms,
		entries: directory?.result.rows.length,
	};
}

/** A file that counts the bytes read of it. */
async function countedFile(path: string) {
	const file = await nodeFile(path);
	const { fill } = file;
	const counts = { bytes: 0 };
	const source: ByteSource = {
		...file,
		read(start, end, signal) {
			counts.bytes += end - start;
			return file.read(start, end, signal);
		},
		fill:
			fill &&
			((start, into) => {
				counts.bytes += into.length;
				fill(start, into);
			}),
	};
	return { source, counts };
}

/** The tree in columns, with names, sizes and places. */
async function census({ image: path }: WithImage) {
	const { source, counts } = await countedFile(path);
	const {
		ms,
		cpu,
		result: tree,
	} = await timed(async () => {
		const image = await openImage(new PageCache(source, FILE_PAGES));
		return new Census(image).take();
	});
	return { ms, cpu, inodes: tree.inodes.count, memory: tree.byteLength, read: counts.bytes };
}

/** Offsets asked about when a thing is measured many times. */
const ASKED = 1000;
/** Bytes of a screenful. */
const SCREEN = 4096;

/** Who owns which bytes: finding out, asking about single bytes, annotating a screen of them. */
async function owners({ image: path }: WithImage) {
	const source = new PageCache(await nodeFile(path), FILE_PAGES);
	const session = await openSession([source], { offset: 0, remote: false });
	const { signal } = new AbortController();
	await session.surveyor.join(signal, () => {});
	const found = await timed(() => session.owners.join(signal));
	const { ownership } = found.result;
	const { size } = session.image.primary.source;
	const step = Math.floor(size / ASKED);
	const offsets = Array.from({ length: ASKED }, (_, i) => i * step);
	const each = async (ask: (offset: number) => Promise<unknown>) => {
		// Once so that the code is warm and the bytes are in memory.
		for (const offset of offsets) await ask(offset);
		const { ms, cpu } = await timed(async () => {
			for (const offset of offsets) await ask(offset);
		});
		return { ms: ms / ASKED, cpu: cpu / ASKED };
	};
	const space = await ownership.space("image");
	const all = { space: "image", start: 0, end: size, cells: SCREEN };
	return {
		inodes: session.surveyor.tree.inodes.count,
		found: found.ms,
		claims: ownership.claims,
		memory: ownership.bytes,
		extents: { count: ownership.extents.count, memory: ownership.extents.byteLength },
		byte: await each(async (offset) => space?.at(offset)),
		way: await each((offset) => session.owners.at("image", offset, signal)),
		screen: await each((offset) => {
			const range = { start: offset, end: Math.min(offset + SCREEN, size) };
			return annotateRange(session, { space: "image", range, focus: undefined }, signal);
		}),
		strip: (await timed(() => session.owners.strip(all, signal))).ms,
	};
}

/** Where the bytes go: what it takes beyond the census. */
async function space({ image: path }: WithImage) {
	const image = await open(path);
	const tree = await new Census(image).take();
	const owned = await timed(() => own(image, tree));
	const account = await timed(() => accountOf(owned.result));
	const sums = account.result.spaces.map(({ size, bytes }) => ({
		size,
		sum: bytes.reduce((sum, some) => sum + some, 0),
	}));
	return {
		inodes: tree.inodes.count,
		owned: { ms: owned.ms, cpu: owned.cpu },
		account: { ms: account.ms, cpu: account.cpu },
		answers: await answers(new Ledger(owned.result, account.result)),
		isWhole: sums.every(({ size, sum }) => size === sum),
	};
}

/** Milliseconds of answers to somebody who clicks and types: the first of each, and the next. */
async function answers(ledger: Ledger) {
	await ledger.prepare({});
	const list = { list: "largest", sort: "", query: "", descending: true, limit: 5000 };
	const msOf = async (work: () => unknown) => (await timed(async () => work())).ms;
	const ask = async (first: () => unknown, next: () => unknown) => ({
		first: await msOf(first),
		next: await msOf(next),
	});
	const filter = (query: string) => () => ranked(ledger, { ...list, query });
	const sort = (by: string) => () => ranked(ledger, { ...list, sort: by });
	const map = (width: number) => () =>
		treemapOf(ledger, { directory: 0, area: "disk", width, height: 400 });
	return {
		filter: await ask(filter("entry-*7"), filter("entry-*8")),
		sort: await ask(sort("size"), sort("path")),
		map: await ask(map(1200), map(1000)),
	};
}

const area = async ({ image }: WithImage) => ({ bytes: await metadataArea(await open(image)) });

/** Serves a folder until it is ended; the address is the result. */
const serve = async ({ folder }: { readonly folder: string }) =>
	(await startServer({ folder })).origin;

const tasks = {
	list,
	census,
	owners,
	space,
	area,
	serve,
	remote: measureRemote,
	wrappers: measureWrappers,
};

const [, , name = "", params = ""] = process.argv;
const task = tasks[name as keyof typeof tasks] as (params: unknown) => Promise<unknown>;
const result = JSON.stringify(await task(JSON.parse(params)));
// Open channels of the worker's parts would keep the process alive.
process.stdout.write(`${result}\n`, () => name === "serve" || process.exit());
