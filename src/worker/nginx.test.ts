/** Against a web server that we did not write: nginx, where this machine has it. */
import { readFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { downloadWhole, memorySink } from "../sources/http/download";
import { openRemote } from "../sources/open-remote";
import { fixture } from "../testing/fixtures";
import { inProcess } from "../testing/in-process";
import { corsFetch } from "../testing/network";
import { type Nginx, nginxPath, startNginx } from "../testing/nginx";

const image = fixture("plain-default");
const bytes = new Uint8Array(readFileSync(image.file));
const size = bytes.length;
const why = nginxPath ? "" : ", skipped: not installed here (Debian's package is nginx-light)";

describe.skipIf(!nginxPath)(`nginx${why}`, () => {
	let nginx: Nginx;
	beforeAll(async () => {
		nginx = await startNginx(dirname(image.file));
	});
	afterAll(() => nginx.close());

	const url = (location: string) => `${nginx.origin}/${location}/${basename(image.file)}`;
	const open = (location: string) => openRemote(url(location), { fetch: corsFetch });

	test("ranges bring the right bytes; size and version are known", async () => {
		const { source, version, network } = await open("plain");
		expect(source.size).toBe(size);
		expect(version.etag).toMatch(/^"/);
		for (const [start, end] of [
			[70_000, 70_001],
			[100_000, 140_000],
			[size - 10, size],
		] as const) {
			expect(await source.read(start, end)).toEqual(bytes.slice(start, end));
		}
		expect(network().log.map(({ status }) => status)).toEqual([206, 206, 206, 206]);
	});

	test("a planned batch of ranges arrives", async () => {
		const { source } = await open("plain");
		const wanted = [200_000, 90_000, 130_000].map((start) => ({ start, end: start + 64 }));
		await source.prefetch?.(wanted);
		for (const { start, end } of wanted) {
			expect(source.peek?.(start, end)).toEqual(bytes.slice(start, end));
		}
	});

	test("an image is opened, listed and walked, in parts", async () => {
		const client = inProcess();
		const { rootNid } = await client.call("open", {
			inputs: [{ kind: "url", url: url("plain") }],
		});
		const truth = image.manifest().filter(({ path }) => path !== "/");
		const { entries } = await client.call("list", { nid: rootNid });
		expect(entries.count).toBe(truth.filter(({ path }) => !path.includes("/")).length);
		expect((await client.call("survey", {})).entries).toBe(truth.length);
	});

	/** The whole file, not fetched by ranges. */
	async function whole(location: string) {
		const sink = memorySink(size);
		await downloadWhole(url(location), { sink });
		return sink.source("whole").read(0, size);
	}

	const same = (some: Uint8Array) => Buffer.compare(some, bytes) === 0;

	test("compression for images changes no byte, in parts and whole", async () => {
		const { source } = await open("gzip");
		expect(same(await source.read(0, size))).toBe(true);
		expect(same(await whole("gzip"))).toBe(true);
	});

	test("without ranges: said at once with the size, and fetched whole on request", async () => {
		await expect(open("whole")).rejects.toMatchObject({
			info: { code: "http-no-range", totalBytes: size },
		});
		expect(same(await whole("whole"))).toBe(true);
	});

	test("a file that is not there is not found", async () => {
		await expect(openRemote(`${url("plain")}.no`)).rejects.toMatchObject({
			info: { code: "http-not-found" },
		});
	});
});
