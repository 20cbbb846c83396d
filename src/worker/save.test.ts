/** Saving: complete or not at all, in little memory, with nothing left behind. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { beforeEach, describe, expect, it } from "vitest";
import type { Progress } from "../base/progress";
import { utf8Bytes } from "../base/text";
import { resolvePath } from "../erofs/lookup";
import { memorySource } from "../sources/memory";
import { LONG_FILE, LONG_FILE_END, longDamaged } from "../testing/edited";
import { MemoryStore } from "../testing/file-store";
import { badFixture, fixture } from "../testing/fixtures";
import type { ManyPaths, Params, Saved } from "./protocol";
import { save } from "./save";
import { MEMORY_LIMIT } from "./save-output";
import { openSession, type Session } from "./session";

let store: MemoryStore;
beforeEach(() => {
	store = new MemoryStore();
});

const sessionOf = (bytes: Uint8Array): Promise<Session> =>
	openSession([memorySource(bytes)], { offset: 0, remote: false });
const good = (name: string) => sessionOf(readFileSync(fixture(name).file));

interface Options {
	readonly signal?: AbortSignal;
	readonly store?: MemoryStore | undefined;
	/** As shown on screen. */
	readonly name?: string;
	/** Names of the entries that are wanted. */
	readonly only?: readonly string[];
	progress?(progress: Progress): void;
}

function together(paths: readonly Uint8Array[]): ManyPaths {
	const starts = [0];
	for (const { length } of paths) starts.push((starts.at(-1) ?? 0) + length);
	return { bytes: Buffer.concat(paths), starts: Uint32Array.from(starts) };
}

async function saved(
	session: Session,
	path: string,
	as: Params<"save">["as"],
	options: Options = { store },
): Promise<Saved> {
	const steps = await resolvePath(session.image, utf8Bytes(path));
	const only = options.only && together(options.only.map(utf8Bytes));
	const nid = steps.at(-1)?.nid ?? 0n;
	const params = { nid, as, name: options.name ?? "name", ...(only ? { only } : {}) };
	const { signal = new AbortController().signal, progress = () => {} } = options;
	const context = { signal, progress, emit: () => {} };
	return save(session, params, context, async () => options.store);
}

const sha256 = async (file: File) =>
	createHash("sha256")
		.update(Buffer.from(await file.arrayBuffer()))
		.digest("hex");

const truth = (name: string, path: string) =>
	fixture(name)
		.manifest()
		.find((entry) => entry.path === path);

describe("a file", () => {
	it("gets a name that every system takes, and that is said", async () => {
		const session = await good("tinyz-lz4");
		const names: [string, string][] = [
			["con.txt", "_con.txt"],
			["a?b", "a_b"],
			["back\\x5cslash", "back_slash"],
			["end. ", "end__"],
			["\\xff", "_"],
		];
		for (const [shown, safe] of names) {
			const { file, notes } = await saved(session, "/rep", "file", { store, name: shown });
			expect(file.name).toBe(safe);
			expect(notes).toEqual([`stored as “${safe}”, a name that every system takes`]);
		}
		const { file, notes } = await saved(session, "/rep", "file", { store, name: "λόγος.txt" });
		expect({ name: file.name, notes }).toEqual({ name: "λόγος.txt", notes: [] });
	});

	it("stays in memory while it is small", async () => {
		const { file, notes } = await saved(await good("tinyz-lz4"), "/rep", "file");
		expect(await sha256(file)).toBe(truth("tinyz-lz4", "rep")?.sha256);
		expect({ name: file.name, notes }).toEqual({ name: "name", notes: [] });
		expect(store.files.size).toBe(0);
	});

	it("goes to a temporary file when it is large", async () => {
		const { file } = await saved(await good("chunk-4096-indexes"), `/${LONG_FILE}`, "file");
		expect(file.size).toBe(LONG_FILE_END);
		expect(await sha256(file)).toBe(truth("chunk-4096-indexes", LONG_FILE)?.sha256);
		expect([...store.files.values()].map(({ length }) => length)).toEqual([LONG_FILE_END]);
		expect(store.locked.size).toBe(0);
	});

	it("is the same where there is no place for temporary files", async () => {
		const session = await good("chunk-4096-indexes");
		const { file } = await saved(session, `/${LONG_FILE}`, "file", {});
		expect(await sha256(file)).toBe(truth("chunk-4096-indexes", LONG_FILE)?.sha256);
	});

	it("that is damaged fails with the reason, and leaves nothing", async () => {
		const session = await sessionOf(longDamaged());
		await expect(saved(session, `/${LONG_FILE}`, "file")).rejects.toMatchObject({
			info: {
				kind: "corrupt",
				message: expect.stringMatching(
					/^The file is not saved, since it cannot be read to its end: /,
				),
				hint: expect.stringContaining(`${LONG_FILE_END} bytes`),
				finding: { code: "data-beyond-end" },
			},
		});
		expect(store.files.size).toBe(0);
		expect(store.locked.size).toBe(0);
	});

	it("tells its progress in bytes", async () => {
		const seen: Progress[] = [];
		const progress = (each: Progress) => void seen.push(each);
		await saved(await good("chunk-4096-indexes"), `/${LONG_FILE}`, "file", { store, progress });
		expect(seen.at(-1)).toEqual({
			phase: "Saving",
			done: LONG_FILE_END,
			total: LONG_FILE_END,
			unit: "bytes",
		});
		expect(seen.map(({ done }) => done)).toEqual(
			seen.map(({ done }) => done).sort((a, b) => a - b),
		);
	});
});

describe("a tree", () => {
	it.each(["tar", "zip"] as const)("as %s has the name and type of its form", async (as) => {
		const { file, notes } = await saved(await good("tinyz-lz4"), "/", as);
		expect(file.name).toBe(`name.${as}`);
		expect(file.size).toBeGreaterThan(200_000);
		expect(notes).toEqual(
			as === "tar" ? [] : ["not kept: exact times of 7 entries; a tar archive keeps them"],
		);
	});

	it("goes to a temporary file as soon as it is large", async () => {
		const { file } = await saved(await good("chunk-4096-indexes"), "/", "tar");
		expect(file.size).toBeGreaterThan(MEMORY_LIMIT);
		expect(store.files.size).toBe(1);
	});

	it("has paths below the directory that is saved", async () => {
		const { file } = await saved(await good("tiny-plain"), "/dir", "tar");
		const text = Buffer.from(await file.arrayBuffer()).toString("latin1");
		expect(text).toContain("sub/deep\0");
		expect(text).not.toContain("dir/sub");
	});

	it("has only the entries that were asked for, with all that is below them", async () => {
		const { file } = await saved(await good("tiny-plain"), "/", "tar", {
			store,
			only: ["dir/f03", "dir/sub"],
		});
		const text = Buffer.from(await file.arrayBuffer()).toString("latin1");
		expect(text).toContain("dir/sub/deep\0");
		expect(text).toContain("dir/f03\0");
		expect(text).not.toContain("dir/f04");
		expect(text).not.toContain("wide/");
	});

	it.each(["tar", "zip"] as const)("as %s leaves out a damaged file, with a note", async (as) => {
		const session = await sessionOf(longDamaged());
		const { file, notes } = await saved(session, "/", as);
		expect(notes[0]).toContain(`${LONG_FILE}: left out: byte ${LONG_FILE_END} cannot be read: `);
		// It was begun, and broke off beyond what memory holds; nothing of that is left.
		expect(file.size).toBeLessThan(MEMORY_LIMIT);
		const text = Buffer.from(await file.arrayBuffer()).toString("latin1");
		expect(text).not.toContain(LONG_FILE);
		expect(text).toContain("odd-tail");
	});

	it("says what is wrong even where only short files are damaged", async () => {
		const session = await sessionOf(readFileSync(badFixture("lz4-offset-zero").file));
		const { notes } = await saved(session, "/", "tar");
		expect(notes).toEqual([expect.stringMatching(/: left out: byte \d+ cannot be read: ./)]);
	});

	it.each([
		["an attribute", "xattr-valuesize-overrun", /The attribute is longer than the space/],
		["entries", "dirent-nameoff-decreasing", /name/],
	])("says that %s could not be read and is not in it", async (_, name, words) => {
		const session = await sessionOf(readFileSync(badFixture(name).file));
		const { notes } = await saved(session, "/", "tar");
		expect(notes.join("\n")).toMatch(words);
	});

	it("has a name of its own when it is the root", async () => {
		const options = { store, name: "" };
		expect((await saved(await good("tinyz-lz4"), "/", "zip", options)).file.name).toBe("root.zip");
	});
});

describe("nothing is left", () => {
	it("by a save that was cancelled while it wrote to a temporary file", async () => {
		const stop = new AbortController();
		const progress = ({ done }: Progress) => {
			if (done > MEMORY_LIMIT + 1000) stop.abort();
		};
		const options = { store, progress, signal: stop.signal };
		const saving = saved(await good("chunk-4096-indexes"), "/", "tar", options);
		await expect(saving).rejects.toMatchObject({ kind: "cancelled" });
		expect({ files: store.files.size, open: store.locked.size }).toEqual({ files: 0, open: 0 });
	});

	it("when the device is full, and that is said", async () => {
		store.capacity = MEMORY_LIMIT + 1000;
		const saving = saved(await good("chunk-4096-indexes"), "/", "tar");
		await expect(saving).rejects.toMatchObject({ info: { kind: "io", code: "save-no-room" } });
		expect({ files: store.files.size, open: store.locked.size }).toEqual({ files: 0, open: 0 });
	});

	it("of saves that ended long ago, but of recent ones and of those under way", async () => {
		const hour = 3_600_000;
		const old = `save-${Date.now() - 2 * hour}-1`;
		const recent = `save-${Date.now() - hour / 2}-1`;
		const underWay = `save-${Date.now() - 3 * hour}-2`;
		for (const name of [old, recent, underWay]) (await store.open(name)).close();
		await store.open(underWay);
		await saved(await good("tinyz-lz4"), "/rep", "file");
		expect([...store.files.keys()].sort()).toEqual([recent, underWay].sort());
	});
});
