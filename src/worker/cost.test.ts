/**
 * What a remote image may cost, in requests and bytes: through the worker's methods, counted by
 * the server. `npm run bench` prints the same for an image of 1 GB.
 */
import { basename, dirname } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startServer, type TestServer } from "../../e2e/server/server";
import { compareExact } from "../base/exact";
import { FT } from "../erofs/structs/dirent";
import { readCorpus } from "../testing/corpus";
import { costOf, sum } from "../testing/cost";
import { fixtures } from "../testing/fixtures";
import { type GoodImage, openTestImage } from "../testing/image-set";
import { inProcess } from "../testing/in-process";
import { metadataArea } from "../testing/metadata-area";
import type { EntryColumns } from "./protocol";

const KiB = 1024;
/** The first request of every file. */
const PROBE = 64 * KiB;
/** Requests bring at least this much, so that a budget below it would mean nothing. */
const GRAIN = 64 * KiB;
/** A file that is looked at, not read through. */
const SMALL = 64 * KiB;

const sets = [
	{ name: "fixtures", images: fixtures.good },
	{ name: "corpus", images: readCorpus()?.good ?? [] },
].filter(({ images }) => images.length > 0);

describe.each(sets)("$name", ({ images }) => {
	let server: TestServer;
	beforeAll(async () => {
		server = await startServer({ folder: dirname(images[0]!.file) });
	});
	afterAll(() => server.close());
	beforeEach(() => server.reset());

	/** Opens over the network; `probes` are the first requests, one for each file. */
	async function open({ file, devices, offset }: GoodImage) {
		server.reset();
		const client = inProcess();
		const files = [file, ...devices].map((path) => server.url(basename(path)));
		const inputs = files.map((url) => ({ kind: "url", url }) as const);
		const overview = await client.call("open", { inputs, offset });
		return { client, overview, probes: files.length };
	}

	/** All requests since opening began, without the probes. */
	const beyond = (probes: number) => sum(server.requests.slice(probes));

	test("open and list the root: at most 2 requests and 128 KiB beyond the probe", async () => {
		for (const image of images) {
			const { client, overview, probes } = await open(image);
			await client.call("list", { nid: overview.rootNid });
			const { requests, bytes } = beyond(probes);
			expect.soft(requests, image.name).toBeLessThanOrEqual(2);
			expect.soft(bytes, image.name).toBeLessThanOrEqual(128 * KiB);
		}
	});

	test("open a small file whose directory is listed: at most 2 requests", async () => {
		let opened = 0;
		for (const image of images) {
			const { client, overview } = await open(image);
			const { entries } = await client.call("list", { nid: overview.rootNid });
			for (const row of smallFiles(entries).slice(0, 3)) {
				const nid = entries.nid[row]!;
				const { requests } = await costOf(server, async () => {
					await client.call("inode", { nid });
					await client.call("extents", { nid, from: 0, limit: 100 });
					const space = `file:${nid}`;
					await client.call("bytes", { space, start: 0, end: Number(entries.size[row]) });
				});
				opened += 1;
				expect.soft(requests, `${image.name}, inode ${nid}`).toBeLessThanOrEqual(2);
			}
		}
		expect(opened).toBeGreaterThan(20);
	});

	test("list any directory with sizes: at most 6 requests", async () => {
		for (const image of images) {
			const { client, overview } = await open(image);
			const { entries } = await client.call("list", { nid: overview.rootNid });
			for (let row = 0; row < entries.count; row++) {
				if (entries.type[row] !== FT.DIR) continue;
				const nid = entries.nid[row]!;
				const { requests } = await costOf(server, () => client.call("list", { nid }));
				expect.soft(requests, `${image.name}, inode ${nid}`).toBeLessThanOrEqual(6);
			}
		}
	});

	test("walk the whole tree: bytes at most 1.3 times the metadata area", async () => {
		for (const image of images) {
			const area = await metadataArea(await openTestImage(image));
			const { client, probes } = await open(image);
			await client.call("survey", {});
			const most = Math.max(1.3 * area, GRAIN);
			expect.soft(beyond(probes).bytes, image.name).toBeLessThanOrEqual(most);
			expect.soft(sum(server.requests).bytes).toBeLessThanOrEqual(most + probes * PROBE);
		}
	});
});

/** Rows of regular files with little contents, smallest first. */
function smallFiles({ count, type, size }: EntryColumns): number[] {
	return Array.from({ length: count }, (_, row) => row)
		.filter((row) => type[row] === FT.REG && size[row]! > 0 && size[row]! <= SMALL)
		.sort((a, b) => compareExact(size[a]!, size[b]!));
}
