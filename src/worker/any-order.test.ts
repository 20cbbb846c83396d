/** Whatever was asked before a check, and whatever was stopped: what is told in the end is the same. */
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { describe, expect, it, test } from "vitest";
import { isCancelled } from "../base/errors";
import { type Finding, findingKey } from "../base/finding";
import { FT, hasContents } from "../erofs/structs/dirent";
import { corpusImages, readCorpus } from "../testing/corpus";
import { fixture, fixtures } from "../testing/fixtures";
import type { TestImage } from "../testing/image-set";
import { foundBy, inProcess } from "../testing/in-process";
import { inSuperblock, planted, type Seed } from "../testing/seed";
import { seeds } from "../testing/seeds";
import { spoilt } from "../testing/spoilt";
import type { Client } from "./client";
import type { MethodName, Params } from "./protocol";

const contents = { level: "contents" } as const;

/** A check that is stopped after so many words of it. */
async function stopped(client: Client, words: number): Promise<void> {
	const abort = new AbortController();
	let left = words;
	const onProgress = () => {
		if (left-- === 0) abort.abort();
	};
	await client
		.call("check", contents, { signal: abort.signal, onProgress })
		.catch((error) => expect(isCancelled(error)).toBe(true));
}

/** Looks at all that there is: each inode with its extents, and the beginning of contents. */
async function look(client: Client): Promise<void> {
	const seen = new Set<bigint>();
	const ask = <K extends MethodName>(method: K, params: Params<K>) =>
		client.call(method, params).catch(() => undefined); // what fails is told
	const visit = async (nid: bigint, type: number): Promise<void> => {
		if (seen.has(nid)) return;
		seen.add(nid);
		await ask("inode", { nid });
		if (!hasContents(type)) return;
		await ask("extents", { nid, from: 0, limit: 100 });
		await ask("bytes", { space: `file:${nid}`, start: 0, end: 4096 });
		if (type !== FT.DIR) return;
		const listing = await ask("list", { nid });
		if (!listing) return;
		const { count, nid: nids, type: types } = listing.entries;
		for (let i = 0; i < count; i++) await visit(nids[i] as bigint, types[i] as number);
	};
	const { steps } = await client.call("resolve", { path: Uint8Array.of(0x2f) });
	for (const { nid, type } of steps) await visit(nid, type);
}

const BEFORE: Record<string, (client: Client) => Promise<unknown>> = {
	"the tree was read": (client) => client.call("survey", {}),
	"owners were found": (client) => client.call("owners", {}),
	"structures were checked": (client) => client.call("check", { level: "structure" }),
	"a part was checked": (client) => client.call("check", { ...contents, path: "/" }),
	"a check was stopped": (client) => stopped(client, 0),
	"a check was stopped, and owners found": async (client) => {
		await stopped(client, 1);
		await client.call("owners", {});
	},
};

type Files = readonly File[];

const fileOf = (path: string) => new File([readFileSync(path)], basename(path));

const filesOf = ({ file, devices }: TestImage): Files => [file, ...devices].map(fileOf);

/** An image in which one thing is wrong. */
function filesWith(seed: Seed): Files {
	const devices = seed.devices ? fixture(seed.image).devices : [];
	const image = new File([planted(seed) as Uint8Array<ArrayBuffer>], "planted.erofs");
	return [image, ...devices.map(fileOf)];
}

/** All that is told when a check has come to its end; undefined of what does not open. */
async function told(files: Files, offset: number, before?: (client: Client) => Promise<unknown>) {
	const client = inProcess();
	const found = foundBy(client);
	const inputs = files.map((file) => ({ kind: "file" as const, file }));
	try {
		await client.call("open", { inputs, offset });
	} catch {
		return undefined;
	}
	await before?.(client);
	await client.call("check", contents);
	await client.call("owners", {});
	client.close();
	return found.sorted;
}

/** Who tells a path later writes it behind the rest. */
function inOrder(_: string, value: unknown): unknown {
	if (typeof value === "bigint") return String(value);
	if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
	return Object.fromEntries(Object.entries(value).sort());
}

const words = (findings: readonly Finding[] | undefined) =>
	findings?.map((finding) => JSON.stringify(finding, inOrder)).sort();

async function agree(files: Files, offset = 0): Promise<void> {
	const alone = await told(files, offset);
	for (const [what, before] of Object.entries(BEFORE)) {
		const all = words(await told(files, offset, before));
		expect({ what, all }).toEqual({ what, all: words(alone) });
	}
	// What several share is told of the one that was looked at first.
	const looked = await told(files, offset, look);
	expect(looked?.map(findingKey).sort()).toEqual(alone?.map(findingKey).sort());
}

/** Shared attributes that lie nowhere. */
const nowhere = inSuperblock("beyond-end", "xattr-default", "xattr_blkaddr", 0xff, 0xff, 0xff);

describe("planted", () => {
	it.each([nowhere, ...seeds])("$code in $image at $at", (seed) => agree(filesWith(seed)));
});

describe("fixtures", () => {
	it.each(fixtures.bad)("$name", (image) => agree(filesOf(image), image.offset));
});

test("units of which hardly one can be decoded", async () => {
	const { bytes } = await spoilt("lz4hc-b512");
	await agree([new File([bytes], "spoilt.erofs")]);
});

describe.runIf(readCorpus())("images of the corpus", () => {
	it.each([...(readCorpus()?.bad ?? []), ...corpusImages("cases")])("$name", (image) =>
		agree(filesOf(image), image.offset),
	);
});
