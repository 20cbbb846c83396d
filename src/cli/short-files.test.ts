/** Files in which no image can be: the same is said of one on this machine and of one on a server. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startServer, type TestServer } from "../../e2e/server/server";
import { fixture } from "../testing/fixtures";
import { cli } from "./testing";

const SIZES = [0, 1, 512, 1023, 1024, 1087, 1151];

const whole = readFileSync(fixture("tiny-plain").file);
const folder = mkdtempSync(join(tmpdir(), "short-"));
const nameOf = (size: number) => `${size}.img`;
let server: TestServer;

beforeAll(async () => {
	for (const size of SIZES) writeFileSync(join(folder, nameOf(size)), whole.subarray(0, size));
	const files = SIZES.map((size) => [nameOf(size), whole.subarray(0, size)] as const);
	server = await startServer({ files: Object.fromEntries(files) });
});

afterAll(async () => {
	await server.close();
	rmSync(folder, { recursive: true });
});

test.each(SIZES)("of %i bytes", async (size) => {
	const file = join(folder, nameOf(size));
	const address = server.url(nameOf(size));
	const [here, there] = [await cli("check", "--json", file), await cli("check", "--json", address)];
	expect(there).toEqual(here);
	expect(here.status).toBe(2);
	const { findings, checked } = JSON.parse(here.text);
	expect(checked.complete).toBe(false);
	expect(findings).toHaveLength(1);
	const [{ code, message, ranges }] = findings;
	expect(code).toBe(size ? "too-short" : "empty-file");
	expect(ranges).toEqual([{ space: "image", start: 0, end: size }]);
	const words = `The file has only ${size === 1 ? "1 byte" : `${size.toLocaleString("en")} bytes`}; an EROFS superblock ends at byte 1152.`;
	expect(message).toBe(size ? words : "The file is empty.");
	const todo = size ? "download or copy it again" : "its upload, download or copy has finished";
	expect(here.err).toEqual([expect.stringContaining(todo)]);
	for (const name of ["info", "ls", "manifest", "map", "space"]) {
		const own = await cli(name, file);
		expect(await cli(name, address)).toEqual(own);
		expect([own.status, own.text]).toEqual([2, ""]);
	}
});
