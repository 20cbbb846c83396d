/** What each command puts out. The texts are kept as files; `npx vitest -u` writes them anew. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { FaultQuery } from "../../e2e/server/faults";
import { startServer } from "../../e2e/server/server";
import { LONG_FILE, LONG_FILE_END, longDamaged } from "../testing/edited";
import { badFixture, fixture, fixtures } from "../testing/fixtures";
import { cli, imageWords } from "./testing";

const folder = mkdtempSync(join(tmpdir(), "cli-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("texts", () => {
	it.each([
		["info", "multialg-hints"],
		["info", "merged-2layers"],
		["info", "metabox-dirs", "--json"],
		["info", "xattr-default", "--totals"],
		["info", "lzma-frag", "--totals", "--json"],
		["ls", "plain-default", "-l"],
		["ls", "plain-default", "/names"],
		["ls", "tiny-plain", "-lR"],
		["stat", "tinyz-lz4", "/text"],
		["stat", "xattr-default", "/acl/a1"],
		["stat", "xattr-default", "/cap/ping"],
		["stat", "merged-2layers", "/", "--json"],
		["stat", "chunk-4096-indexes", "/huge-hole", "--json"],
	])("%s of %s %s %s", async (command, name, ...words) => {
		const image = fixture(name);
		const { status, text, err } = await cli(command, ...imageWords(image), ...words);
		expect({ status, err }).toEqual({ status: 0, err: [] });
		const shown = [image.file, ...image.devices].reduce(
			(all, file) => all.replaceAll(file, file.replace(/.*\//, "")),
			text,
		);
		const kept = [command, name, ...words].join(" ").replace(/[ /]+/g, "_");
		await expect(shown).toMatchFileSnapshot(`./golden/${kept}.txt`);
	});
});

describe("info --totals", () => {
	it.each(fixtures.good)("$name: sums up what the truth has", async (image) => {
		const { status, text, err } = await cli("info", "--totals", "--json", ...imageWords(image));
		expect([status, err]).toEqual([0, []]);
		const { totals, inodes } = JSON.parse(text);
		const truth = image.manifest();
		const seen = new Set<number>();
		const once = truth.filter(({ hardlink_group: group }) => {
			if (group === undefined) return true;
			return !seen.has(group) && seen.add(group);
		});
		const count = (type: string) => once.filter((entry) => entry.type === type).length;
		expect(totals.entries).toBe(truth.length - 1);
		expect(totals.inodes).toBe(once.length);
		expect(totals.inodes).toBeLessThanOrEqual(Number(inodes));
		const files = totals.types.find(({ type }: { type: string }) => type === "file");
		expect(files?.count ?? 0).toBe(count("reg"));
		const bytes = once.reduce((sum, { type, size = 0 }) => sum + (type === "reg" ? size : 0), 0);
		expect(files?.size ?? 0).toBe(bytes);
		expect(totals.leftOut.count).toBe(0);
	});

	it("tells what is wrong with the tree, where, and ends accordingly", async () => {
		const { status, text, err } = await cli(
			"info",
			"--totals",
			badFixture("dirent-nid-beyond").file,
		);
		expect(status).toBe(1);
		expect(text).toMatch(/^Inodes: +\d+$/m);
		expect(err.join("\n")).toMatch(/^error \S+ file:\d+:\d+\.\.\d+ .*\[\/.+\]$/m);
		const large = await cli("info", "--totals", badFixture("inode-size-4g-dir").file);
		expect(large.text).toMatch(/^Left out: 1 inode claims .* more than the image can hold\.$/m);
	});
});

describe("manifest", () => {
	it.each(fixtures.good)("$name: a line for each path, equal to the truth", async (image) => {
		const { status, text } = await cli("manifest", ...imageWords(image));
		expect(status).toBe(0);
		const entries = text
			.trimEnd()
			.split("\n")
			.map((line) => JSON.parse(line));
		expect(entries).toEqual(image.manifest().map(({ hardlink_group: _, ...entry }) => entry));
	});

	it("without digests has the rest", async () => {
		const image = fixture("tiny-plain");
		const { text } = await cli("manifest", "--no-digest", ...imageWords(image));
		const [first] = text.split("\n").filter((line) => line.includes('"a.txt"'));
		const {
			sha256: _,
			hardlink_group: __,
			...entry
		} = image.manifest().find(({ path }) => path === "a.txt") ?? {};
		expect(JSON.parse(first ?? "")).toEqual(entry);
	});

	it("says of a damaged file why it has no digest, and goes on", async () => {
		const { status, text } = await cli("manifest", ...imageWords(badFixture("lz4-offset-zero")));
		expect(status).toBe(1);
		const entries = text
			.trimEnd()
			.split("\n")
			.map((line) => JSON.parse(line));
		expect(entries.filter(({ error }) => error).length).toBe(1);
		expect(entries.length).toBeGreaterThan(5);
	});
});

describe("cat", () => {
	it("writes the contents and nothing else", async () => {
		const image = fixture("tinyz-lz4");
		const { status, out, err } = await cli("cat", ...imageWords(image), "/d/x");
		expect({ status, err }).toEqual({ status: 0, err: [] });
		expect(out.length).toBe(9999);
	});

	it("finds names by their escaped form", async () => {
		const { text } = await cli("ls", fixture("plain-default").file, "/names");
		const escaped = text.split("\n").filter((name) => name.includes("\\x"));
		expect(escaped.length).toBeGreaterThan(3);
		for (const name of escaped) {
			const path = `/names/${name}`;
			const found = await cli("stat", fixture("plain-default").file, path);
			expect(found.text).toContain(`Path:     ${path}\n`);
		}
	});

	it("writes what comes before the damage, and ends with 1", async () => {
		const file = await longDamagedServed();
		const { status, out, err } = await cli("cat", file.url, `/${LONG_FILE}`);
		await file.close();
		expect(status).toBe(1);
		expect(out.length).toBe(LONG_FILE_END);
		expect(err.some((line) => line.startsWith("error data-beyond-end image:"))).toBe(true);
	});
});

async function longDamagedServed() {
	const server = await startServer({ files: { "long.erofs": longDamaged() } });
	return { url: server.url("long.erofs"), close: () => server.close() };
}

describe("an address as IMAGE", () => {
	it("gives what the file gives, in few requests", async () => {
		const { file } = fixture("merged-2layers");
		const server = await startServer({ folder: join(file, "..") });
		const words = fixture("merged-2layers").devices.flatMap((device) => [
			"--device",
			server.url(device.replace(/.*\//, "")),
		]);
		const remote = await cli("manifest", server.url("merged-2layers.erofs"), ...words);
		const local = await cli("manifest", ...imageWords(fixture("merged-2layers")));
		await server.close();
		expect(remote).toEqual(local);
		expect(server.requests.length).toBeLessThan(10);
	});

	it.each<FaultQuery>([
		{ unknownTotal: true },
		{ contentRange: "bytes 0-0/*" },
		{ drop: "content-range" },
		{ contentRange: "octets 0-0/1" },
		{ drop: "content-range", limit: 10_000 },
	])("lists though the server does not tell the size: %j", async (faults) => {
		const server = await startServer({ folder: join(fixture("layer1").file, "..") });
		for (const name of ["layer1", "tiny-plain", "b48-rec8"]) {
			const remote = await cli("ls", server.url(`${name}.erofs`, faults), "-lR");
			expect(remote).toEqual(await cli("ls", fixture(name).file, "-lR"));
		}
		await server.close();
	});

	it.each(["manifest", "cat", "extract"])(
		"whose file is replaced between two ranges: %s ends with 2 and says so",
		async (command) => {
			const options: Readonly<Record<string, string[]>> = {
				cat: ["/opq/hidden"],
				extract: ["--tar", "-"],
			};
			const server = await startServer({
				files: { "a.erofs": readFileSync(fixture("layer1").file) },
			});
			for (const drop of ["", "etag", "last-modified"]) {
				const url = server.url("a.erofs", { change: 1, drop });
				const { status, err } = await cli(command, url, ...(options[command] ?? []));
				expect(err.join("\n")).toContain("was replaced while we were reading it");
				expect({ drop, status }).toEqual({ drop, status: 2 });
			}
			await server.close();
		},
	);

	it("that does not exist is said in words", async () => {
		const server = await startServer();
		const { status, err } = await cli("info", server.url("none.erofs"));
		await server.close();
		expect(status).toBe(2);
		expect(err.join("\n")).toContain("There is no such file on 127.0.0.1");
	});
});

describe("extract", () => {
	it("writes the same archive to a file and through a pipe", async () => {
		const image = imageWords(fixture("multialg-hints"));
		const to = join(folder, "a.tar");
		expect((await cli("extract", ...image, "--tar", to)).status).toBe(0);
		const piped = await cli("extract", ...image, "--tar", "-");
		expect(Buffer.compare(readFileSync(to), piped.out)).toBe(0);
	});

	it("begins an archive anew when a long file breaks off, and has all the others", async () => {
		const file = await longDamagedServed();
		const to = join(folder, "long.tar");
		const { status, err } = await cli("extract", file.url, "--tar", to);
		const piped = await cli("extract", file.url, "--tar", "-");
		await file.close();
		expect([status, piped.status]).toEqual([1, 1]);
		const note = `note: ${LONG_FILE}: left out: byte ${LONG_FILE_END} cannot be read`;
		expect(err.filter((line) => line.startsWith(note)).length).toBe(1);
		const archive = readFileSync(to);
		expect(archive.includes(LONG_FILE)).toBe(false);
		expect(archive.includes("odd-tail")).toBe(true);
		expect(Buffer.compare(archive, piped.out)).toBe(0);
	});

	it("takes a part of the tree, which becomes the directory", async () => {
		const to = join(folder, "part");
		const { status } = await cli("extract", fixture("tiny-plain").file, "/dir/sub", "-C", to);
		expect(status).toBe(0);
		expect(existsSync(join(to, "deep"))).toBe(true);
	});

	it("takes a single file", async () => {
		const to = join(folder, "single");
		const { status } = await cli("extract", fixture("tiny-plain").file, "/dir/sub/deep", "-C", to);
		expect(status).toBe(0);
		expect(readFileSync(join(to, "deep")).length).toBe(4);
	});

	it("ends with 2 when something could not be written where it should go", async () => {
		const to = join(folder, "twice");
		await cli("extract", fixture("tinyz-lz4").file, "-C", to);
		const { status, err } = await cli("extract", fixture("tinyz-lz4").file, "-C", to);
		expect(status).toBe(2);
		expect(err).toContain("note: text: left out: something of that name is there already");
	});
});

describe("check", () => {
	const parsed = async (...words: string[]) => {
		const { status, text, err } = await cli("check", "--json", ...words);
		return { status, err, ...JSON.parse(text) };
	};

	it("finds nothing wrong with a sound image, and says what it looked at", async () => {
		const image = fixture("multialg-hints");
		const { status, text, err } = await cli("check", ...imageWords(image));
		expect({ status, err }).toEqual({ status: 0, err: [] });
		expect(text).toMatch(/^Looked at: +structures and contents of \/$/m);
		expect(text).toMatch(/^Decoded: +\d+ units: .* bytes stored/m);
		expect(text).toMatch(/^Nothing looks wrong in what was looked at\.$/m);
	});

	it("tells damage with its bytes, worst first, and ends with 1", async () => {
		const { status, err, findings, checked } = await parsed(badFixture("sb-extslots-255").file);
		expect({ status, err }).toEqual({ status: 1, err: [] });
		expect(findings[0]).toEqual({
			code: "sb-extslots",
			severity: "fatal",
			structure: "erofs_super_block",
			field: "sb_extslots",
			ranges: [{ space: "image", start: 1037, end: 1038 }],
			path: null,
			nid: null,
			seen: expect.any(String),
			allowed: expect.any(String),
			message: expect.any(String),
			kernel: expect.stringContaining("EINVAL"),
		});
		expect(checked).toMatchObject({ level: "contents", path: "/", complete: true });
	});

	it("names the path, and inodes as text", async () => {
		const { findings } = await parsed(badFixture("lz4-offset-zero").file);
		expect(findings).toEqual([
			expect.objectContaining({
				code: "z-decode",
				path: "/rep",
				nid: expect.stringMatching(/^\d+$/),
			}),
		]);
		const { text } = await cli("check", badFixture("lz4-offset-zero").file);
		expect(text).toMatch(/^1 error\.$/m);
		expect(text).toMatch(/^ {2}\/rep {2}image:28672\.\.32768 /m);
	});

	it("with --structure decodes nothing, so that damaged contents go unseen, and says so", async () => {
		const { status, findings, checked } = await parsed(
			badFixture("lz4-offset-zero").file,
			"--structure",
		);
		expect({ status, findings }).toEqual({ status: 0, findings: [] });
		expect(checked.units.decoded).toBe(0);
		expect(checked.skipped).toContainEqual({
			what: "contents",
			why: "Only structures were asked for.",
			because: "unasked",
		});
	});

	it("with --path looks at one directory or file alone", async () => {
		const { file } = badFixture("lz4-offset-zero");
		expect(await parsed(file, "--path", "/rep")).toMatchObject({
			status: 1,
			checked: { path: "/rep", inodes: 1, directories: 0 },
		});
		const other = await parsed(file, "--path", "/d");
		expect(other).toMatchObject({ status: 0, checked: { path: "/d", directories: 1 } });
		expect((await cli("check", file, "--path", "/nothing")).status).toBe(2);
	});

	it("counts bytes of the image from the beginning of the file", async () => {
		const bytes = readFileSync(badFixture("sb-wrong-checksum").file);
		const shifted = join(folder, "shifted.erofs");
		writeFileSync(shifted, Buffer.concat([Buffer.alloc(4096), bytes]));
		const { findings } = await parsed(shifted, "--offset", "4096");
		expect(findings[0].ranges).toEqual([{ space: "image", start: 4096 + 1028, end: 4096 + 1032 }]);
		const { text } = await cli("check", shifted, "--offset", "0x1000");
		expect(text).toContain("image:5124..5128");
	});

	it("ends with 2 without a device, and never calls that fine", async () => {
		const { file } = fixture("blobdev-48bit");
		const { status, findings, checked } = await parsed(file);
		expect({ status, findings }).toEqual({ status: 2, findings: [] });
		expect(checked.complete).toBe(false);
		const { text } = await cli("check", file);
		expect(text).toContain("Extra device 1 (without a name) was not given.");
		expect(text).toMatch(/Not all could be looked at\.$/m);
		expect((await cli("check", ...imageWords(fixture("blobdev-48bit")))).status).toBe(0);
	});

	it("gives scripts their object for what is no image too, and ends with 2", async () => {
		const { status, err, findings, checked } = await parsed(badFixture("sb-wrong-magic").file);
		expect(status).toBe(2);
		expect(err.join()).toContain("This is no EROFS image");
		expect(findings[0]).toMatchObject({ severity: "fatal", field: "magic" });
		expect(checked).toMatchObject({ complete: false, inodes: 0 });
		expect(await parsed("/no/such/file")).toMatchObject({ status: 2, findings: [] });
	});

	it("tells what it has found when the way to the image breaks, and ends with 2", async () => {
		const server = await startServer({
			files: { "a.erofs": readFileSync(fixture("zstd-ztail-C65536").file) },
		});
		const url = server.url("a.erofs", { status: 404, after: 1 });
		const { status, err, checked } = await parsed(url);
		await server.close();
		expect(status).toBe(2);
		expect(err.join()).toContain("There is no such file");
		expect(checked.complete).toBe(false);
	});
});
