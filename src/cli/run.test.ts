/** What the program says and how it ends, whatever it is asked. */
import { join } from "node:path";
import { Writable } from "node:stream";
import { describe, expect, it } from "vitest";
import { corpusCase, readCorpus } from "../testing/corpus";
import { badFixture, fixture, fixtures } from "../testing/fixtures";
import type { TestImage } from "../testing/image-set";
import { loadAll } from "./command";
import { commands } from "./commands/index";
import { cli, cliWith, imageWords } from "./testing";

const tiny = fixture("tiny-plain").file;

describe("usage", () => {
	it.each(["--help", "-h", "help"])("%s lists every command", async (word) => {
		const { status, text, err } = await cli(word);
		expect(status).toBe(0);
		expect(err).toEqual([]);
		for (const { name, summary } of await loadAll(commands))
			expect(text).toMatch(new RegExp(`^  ${name} +${summary}$`, "m"));
	});

	it.each([...commands])("%s --help tells its options, in 80 columns", async (name, load) => {
		const { synopsis, options } = await load();
		const { status, text } = await cli(name, "--help");
		expect(status).toBe(0);
		const usage = text.slice(0, text.indexOf("\n\n")).replace(/\s+/g, " ");
		expect(usage).toBe(`Usage: erofs-explorer ${name} ${synopsis}`);
		for (const option of [...Object.keys(options), "device", "offset", "help"]) {
			expect(text).toContain(`--${option}`);
		}
		for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
	});

	it.each([...commands.keys()])("help %s is that of the command", async (name) => {
		expect(await cli("help", name)).toEqual(await cli(name, "--help"));
	});

	it.each([...commands])(
		"%s --json is JSON also where there is nothing to tell",
		async (name, load) => {
			const { options } = await load();
			if (!("json" in options)) return;
			const more = name === "stat" ? ["/no/such/file"] : [];
			const missing = join(import.meta.dirname, "no-such-file");
			const unopened = badFixture("sb-wrong-magic").file;
			for (const file of [missing, unopened, tiny, badFixture("truncated-half").file]) {
				const { status, text } = await cli(name, file, ...more, "--json");
				if (text === "" && status === 0) continue;
				for (const part of name === "map" ? text.trimEnd().split("\n") : [text]) {
					expect(() => JSON.parse(part), `${file}: ${part.slice(0, 80)}`).not.toThrow();
				}
			}
		},
	);

	it.each([
		[[], "A command is expected."],
		[["list"], "There is no command “list”."],
		[["ls"], "IMAGE is missing."],
		[["ls", ""], "IMAGE is missing."],
		[["check", tiny, "--jobs", "10000"], "--jobs expects a number from 1 to 9999"],
		[["cat", tiny], "Too few arguments"],
		[["ls", tiny, "/", "/dir"], "Too many arguments, from “/dir” on"],
		[["ls", tiny, "--frobnicate"], "'--frobnicate'"],
		[["ls", tiny, "--offset", "12k"], "--offset expects a number of bytes, not “12k”."],
		[["ls", tiny, "--offset", "-1"], "--offset"],
		[["ls", tiny, "--device"], "--device"],
		[["stat", tiny], "Either PATH or --nid is expected."],
		[["stat", tiny, "/", "--nid", "36"], "Either PATH or --nid is expected."],
		[["stat", tiny, "--nid", "root"], "--nid expects a number"],
		[["extract", tiny], "Either -C DIR or --tar FILE is expected."],
		[["extract", tiny, "-C", "a", "--tar", "b"], "Either -C DIR or --tar FILE is expected."],
		[["ls", tiny, "--device", tiny], "The image has 0 extra devices, but 1 were given."],
	])("refuses %j", async (words, expected) => {
		const { status, text, err } = await cli(...words);
		expect(status).toBe(2);
		expect(text).toBe("");
		expect(err[0]).toContain(`erofs-explorer: `);
		expect(err[0]).toContain(expected);
	});

	it("goes on without a device for which a damaged table has no slot, and says so", async () => {
		const { file } = badFixture("device-count-huge");
		const { status, text, err } = await cli("check", file, "--json", "--device", tiny);
		expect(status).toBe(1);
		expect(JSON.parse(text).findings[0]).toMatchObject({ field: "extra_devices" });
		expect(err).toEqual([`note: ${tiny} is not used: the device table has no slot for it`]);
	});

	it.each([
		[["ls", "/no/such/image"], "/no/such/image cannot be read: there is no such file."],
		[["ls", "/dev/null"], "/dev/null is not a regular file."],
		[["ls", join(import.meta.dirname, "golden")], "which is a folder."],
		[["ls", import.meta.filename], "This is no EROFS image"],
		[["ls", tiny, "--offset", "99999999"], "beyond the end of the file"],
		[["ls", tiny, "/nothing"], "there is no “nothing” in “/”"],
		[["cat", tiny, "/dir"], "/dir is not a regular file."],
		[["cat", tiny, "/link"], "/link is a symlink to a.txt."],
		[["ls", "http://user:pass@localhost/x"], "http"],
		[["extract", tiny, "--tar", "/no/such/folder/a.tar"], "cannot be written"],
		[["extract", tiny, "-C", import.meta.filename], "cannot be written"],
	])("says why %j cannot be done", async (words, expected) => {
		const { status, err } = await cli(...words);
		expect(status).toBe(2);
		expect(err.join("\n")).toContain(expected);
		expect(err.join("\n")).not.toContain("mistake of the program");
	});
});

describe("findings", () => {
	it("go to standard error with code, byte range and sentence; the output is complete", async () => {
		const { status, text, err } = await cli("ls", badFixture("sb-wrong-checksum").file);
		expect(status).toBe(1);
		expect(text.split("\n")).toContain("a.txt");
		expect(err).toEqual([
			expect.stringMatching(/^error sb-checksum image:1028\.\.1032 The checksum /),
		]);
	});

	it("that are warnings are told, and all is well", async () => {
		const { status, err } = await cli("ls", "-R", badFixture("dirent-filetype-wrong").file);
		expect(status).toBe(0);
		expect(err).toEqual([
			expect.stringMatching(/^warning dirent-type-mismatch file:\d+:\d+\.\.\d+ /),
		]);
	});

	it("are told once, however often a structure is read", async () => {
		const { err } = await cli("manifest", ...imageWords(badFixture("dirent-unsorted")));
		expect(new Set(err).size).toBe(err.length);
	});
});

describe("an extra device that was not given", () => {
	const tarIndex = corpusCase("tar-index-no-device.erofs");
	const images: [string, string][] = [[fixture("blobdev-48bit").file, "big"]];
	if (tarIndex) images.push([tarIndex, "tiny"]);

	it.each(
		images.flatMap(([file, path]): [string, string[]][] => [
			["ls", [file, "-R"]],
			["ls", [file, "-lR"]],
			["manifest", [file]],
			["manifest", [file, "--no-digest"]],
			["stat", [file, path]],
			["stat", [file, path, "--json"]],
		]),
	)(
		"%s %j: the result is there, the device is named once, and the end is not 0",
		async (...words) => {
			const { status, text, err } = await cli(words[0], ...words[1]);
			expect(text).not.toBe("");
			expect(err).toEqual([expect.stringMatching(/^note: Extra device 1 \(.*\) was not given\./)]);
			expect(status).toBe(2);
		},
	);

	it.each(images)("extract %s: says so of the image and of each file", async (file, path) => {
		const { status, err } = await cli("extract", file, "--tar", "-");
		expect(err[0]).toMatch(/^note: Extra device 1 \(.*\) was not given\. .*--device\.$/);
		expect(err.some((line) => line.startsWith(`note: ${path}: left out: `))).toBe(true);
		expect(status).toBe(2);
	});

	it.each(images)("cat %s: names it", async (file, path) => {
		const { status, err } = await cli("cat", file, path);
		expect(err).toEqual([expect.stringMatching(/^erofs-explorer: Extra device 1 /)]);
		expect(status).toBe(2);
	});

	it("is told from one of which only a part was given, by every command", async () => {
		const [image] = images;
		const short = { device: fixtures.bad[0]?.file ?? "", image: image?.[0] ?? "" };
		for (const command of [["info"], ["ls", "-R"], ["manifest"], ["extract", "--tar", "-"]]) {
			const { status, err } = await cli(...command, short.image, "--device", short.device);
			expect(err.join("\n")).toMatch(
				/^error device-short image:\d+\.\.\d+ The file given for extra device 1 is shorter/m,
			);
			expect(status).toBe(1);
		}
	});

	it("is no loss where a command does not need it", async () => {
		const [file = ""] = images[0] ?? [];
		for (const command of ["info", "ls"]) {
			expect(await cli(command, file)).toMatchObject({ status: 0, err: [] });
		}
	});
});

describe("the end", () => {
	const failing = (code: string) => () =>
		new Writable({
			write: (_, __, done) => done(Object.assign(new Error(code), { code, syscall: "write" })),
		});

	it("is quiet when the reader goes away", async () => {
		const { status, err } = await cliWith({ stdout: failing("EPIPE")() }, "ls", tiny, "-R");
		expect({ status, err }).toEqual({ status: 0, err: [] });
	});

	it.each([
		["ENOSPC", "the device is full"],
		["EIO", "the device reports an error"],
		["EDQUOT", "the quota is used up"],
	])("is 2 with the reason when the output cannot be written: %s", async (code, reason) => {
		for (const words of [
			["--help"],
			["info", tiny],
			["ls", tiny],
			["cat", tiny, "/a.txt"],
			["manifest", tiny],
			["extract", tiny, "--tar", "-"],
		]) {
			const { status, err } = await cliWith({ stdout: failing(code)() }, ...words);
			expect(err.filter((line) => !line.startsWith("note: "))).toEqual([
				`erofs-explorer: Standard output cannot be written: ${reason}.`,
			]);
			expect(status).toBe(2);
		}
	});

	it("comes soon after an interruption", async () => {
		const prepare = (terminal: { interrupt(): void }) => terminal.interrupt();
		const { status, err } = await cliWith({ prepare }, "manifest", tiny);
		expect({ status, err }).toEqual({ status: 130, err: ["erofs-explorer: interrupted"] });
	});

	it("leaves no progress on a terminal, and none is written elsewhere", async () => {
		const watched = await cliWith({ isTTY: true }, "manifest", tiny);
		const shown = watched.err.join("\n");
		expect(shown).toContain("Reading: 1 entries");
		expect(shown.endsWith("\r\x1b[K")).toBe(true);
		expect((await cli("manifest", tiny)).err).toEqual([]);
	});
});

/** Every command, as far as each can be asked of an image of which nothing is known. */
const questions = (image: TestImage): string[][] => [
	["info", ...imageWords(image)],
	["info", "--json", ...imageWords(image)],
	["ls", "-lR", ...imageWords(image)],
	["stat", ...imageWords(image), "/"],
	["stat", "--json", "--nid", "40", ...imageWords(image)],
	["manifest", ...imageWords(image)],
	["extract", ...imageWords(image), "--tar", "-"],
	["check", ...imageWords(image)],
	["check", "--json", ...imageWords(image)],
];

describe("a damaged image", () => {
	const bad = [...fixtures.bad, ...(readCorpus()?.bad ?? [])];

	it.each(bad)("$name: every command ends in order", async (image) => {
		for (const words of questions(image)) {
			const { status, text, err } = await cli(...words);
			expect([0, 1, 2], `${words[0]} ended with ${status}`).toContain(status);
			expect(err.join("\n")).not.toContain("mistake of the program");
			// A check says on standard output what it finds.
			const said = words[0] === "check" ? [text, ...err] : err;
			if (status) expect(said.join(""), `${words[0]} said nothing`).not.toBe("");
		}
	});
});
