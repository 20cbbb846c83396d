/** What is refused for its superblock alone can be opened all the same, and says what is wrong. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { badFixture, fixture } from "../testing/fixtures";
import { cli } from "./testing";

const folder = mkdtempSync(join(tmpdir(), "force-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const wrongMagic = badFixture("sb-wrong-magic").file;

test("the reason comes with the way out", async () => {
	const { status, err } = await cli("ls", wrongMagic);
	expect(status).toBe(2);
	expect(err[0]).toContain("bytes 1024 to 1027 are e3 e1 f5 e0");
	expect(err[0]).toContain(
		"a superblock with 118 inodes: --force opens it, with blocks of 4,096 bytes.",
	);
});

test("by force the tree is there, and so are the findings", async () => {
	const forced = await cli("ls", "-R", wrongMagic, "--force");
	const sound = await cli("ls", "-R", fixture("tiny-plain").file);
	expect(forced.text).toBe(sound.text);
	expect(forced.status).toBe(1);
	expect(forced.err).toContainEqual(expect.stringMatching(/^error sb-magic image:1024\.\.1028 /));
});

test("a block size can be found, or given", async () => {
	const image = badFixture("sb-blkszbits-17").file;
	const found = await cli("info", image, "--force");
	expect(found.text).toMatch(/Block size: +4,096 bytes/);
	const given = await cli("info", image, "--force", "--block-size", "1024");
	expect(given.text).toMatch(/Block size: +1,024 bytes/);
	expect((await cli("info", image, "--block-size", "1024")).status).toBe(2);
	expect((await cli("info", image, "--force", "--block-size", "1000")).status).toBe(2);
});

test("what is no image stays none, and is promised nothing", async () => {
	const file = join(folder, "notes");
	writeFileSync(file, "Just some notes.\n".repeat(200));
	const plain = await cli("ls", file);
	expect([plain.status, plain.err[0]]).toEqual([2, expect.not.stringContaining("--force")]);
	expect((await cli("ls", file, "--force")).status).toBe(2);
});

test("volumes inside a file are found, and can be opened there", async () => {
	const file = join(folder, "disk");
	const image = readFileSync(fixture("tiny-plain").file);
	const magic = Uint8Array.of(0xe2, 0xe1, 0xf5, 0xe0);
	writeFileSync(file, Buffer.concat([new Uint8Array(5120), image, new Uint8Array(1024), magic]));
	const { status, text } = await cli("search", file);
	expect(status).toBe(0);
	const [first, second, ...rest] = text.trimEnd().split("\n");
	expect(first).toBe("5120  checksum matches  24 KiB  118 inodes  blocks of 4,096 bytes");
	expect(second).toBe(`${5120 + image.length}  only the magic number: probably by chance`);
	expect(rest).toEqual([]);
	expect((await cli("ls", file, "--offset", "5120")).status).toBe(0);
	const json = await cli("search", file, "--json");
	expect(JSON.parse(json.text)).toMatchObject([{ start: 5120, sign: "checksum" }, {}]);
});
