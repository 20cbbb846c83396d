import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { because } from "../../base/source";
import { MemoryStore } from "../../testing/file-store";
import { ControllableSource, patterned, settle } from "../../testing/sources";
import { countingSource } from "../counting";
import { memorySource } from "../memory";
import { fileSink, storedSource } from "../stored";
import { decodeHeader, ENTRY_BYTES, encodeHeader, HEADER_BYTES, slotCount } from "./header";
import { KeptLibrary } from "./library";
import { KeptSource } from "./source";

const PAGE = 100;
const SIZE = 5050;
const bytes = patterned(SIZE);
const url = "https://a.test/a.img";
const content = { id: `${url}#"v1"/5050`, url, size: SIZE, pageSize: PAGE };
/** Header and index of such an image; the rest of its file are pages. */
const FIXED = HEADER_BYTES + 51 * 8;

function setUp(limit = 1e9) {
	const store = new MemoryStore();
	let time = 0;
	const library = new KeptLibrary(store, { limit, step: 16 * PAGE, now: () => ++time });
	const visit = async (what = content) => {
		const network = countingSource(memorySource(bytes));
		const image = await library.open(what);
		if (!image) throw new Error("not kept");
		return { network, image, source: new KeptSource(network, image) };
	};
	return { store, library, visit };
}

const other = (n: number) => ({ ...content, id: `other ${n}`, url: `https://b.test/${n}` });

describe("reading through kept pages", () => {
	it("equals reading the network, and asks it for no page twice, over many visits", async () => {
		const reads = fc.array(fc.tuple(fc.nat(SIZE), fc.nat(700)), { minLength: 1, maxLength: 12 });
		await fc.assert(
			fc.asyncProperty(reads, async (ranges) => {
				const { visit } = setUp();
				for (let round = 0; round < 2; round++) {
					const { source, network } = await visit();
					for (const [start, length] of ranges) {
						const from = Math.floor(start / PAGE) * PAGE;
						const end = Math.min(SIZE, from + Math.ceil(length / PAGE) * PAGE);
						expect(await source.read(from, end)).toEqual(bytes.slice(from, end));
						const inside = Math.min(end, from + 7);
						expect(await source.read(inside, end)).toEqual(bytes.slice(inside, end));
					}
					if (round === 1) expect(network.counts.requests).toBe(0);
					source.close();
				}
			}),
		);
	});

	it("asks the network once for all that is missing in a range", async () => {
		const { source, network } = await setUp().visit();
		await source.read(200, 300);
		await source.read(0, 600);
		expect(network.counts.ranges.slice(1)).toEqual([{ start: 0, end: 600 }]);
		await source.read(500, 900);
		expect(network.counts.ranges.slice(2)).toEqual([{ start: 600, end: 900 }]);
		expect(source.served).toBe(200);
	});

	it("keeps what comes between kept pages", async () => {
		const { visit, store } = setUp();
		const { source, image } = await visit();
		for (const page of [3, 4, 7]) await source.read(page * PAGE, (page + 1) * PAGE);
		await source.read(0, SIZE);
		expect(image.pages).toBe(51);
		expect(store.files.get("image-1")).toHaveLength(FIXED + SIZE);
		source.close();
		const second = await visit();
		expect(await second.source.read(0, SIZE)).toEqual(bytes);
		expect(second.network.counts.requests).toBe(0);
	});

	it("keeps whole pages only", async () => {
		const { source, image } = await setUp().visit();
		await source.read(50, 250);
		expect(image.pages).toBe(1);
	});

	it("passes reasons on, and stops with its signal", async () => {
		const { library } = setUp();
		const image = await library.open(content);
		const network = new ControllableSource(SIZE);
		const source = image && new KeptSource(network, image);
		if (!source) throw new Error("not kept");
		const stop = new AbortController();
		const read = because(source, "inode 36").read(0, 100, stop.signal);
		await settle();
		expect(network.calls[0]?.reason).toBe("inode 36");
		stop.abort();
		await expect(read).rejects.toMatchObject({ kind: "cancelled" });
		await expect(source.read(0, 1, stop.signal)).rejects.toMatchObject({ kind: "cancelled" });
		await expect(source.read(0, SIZE + 1)).rejects.toMatchObject({ kind: "io" });
	});
});

describe("a damaged store", () => {
	it("only costs the damaged page: it is fetched and kept anew", async () => {
		const { store, visit } = setUp();
		const first = await visit();
		await first.source.read(0, 500);
		first.source.close();
		const file = store.files.get("image-1");
		if (file) file[FIXED + 250] = (file[FIXED + 250] ?? 0) ^ 1;
		const second = await visit();
		expect(await second.source.read(0, 500)).toEqual(bytes.slice(0, 500));
		expect(second.network.counts.ranges).toEqual([{ start: 200, end: 300 }]);
		second.source.close();
		const third = await visit();
		await third.source.read(0, 500);
		expect(third.network.counts.requests).toBe(0);
	});

	it("takes no more pages when damage has used up its places", async () => {
		const { store, visit } = setUp();
		const { source, image } = await visit();
		await source.read(0, SIZE);
		const file = store.files.get("image-1");
		file?.fill(0, FIXED + 200, FIXED + 300);
		expect(await source.read(0, SIZE)).toEqual(bytes);
		expect(image.full).toBe(true);
		expect(image.pages).toBe(50);
	});

	it("gives true bytes however a file is damaged or cut", async () => {
		const { store, visit } = setUp();
		const first = await visit();
		await first.source.read(0, 3000);
		first.source.close();
		const good = store.files.get("image-1") ?? new Uint8Array();
		const damage = fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { maxLength: 20 });
		await fc.assert(
			fc.asyncProperty(damage, fc.nat(good.length), async (changes, length) => {
				const bad = good.slice(0, length);
				for (const [at, value] of changes) if (at < length) bad[at] = value;
				store.files.set("image-1", bad);
				const { source } = await visit();
				expect(await source.read(0, SIZE)).toEqual(bytes);
				source.close();
			}),
		);
	});

	it("is cleaned of files that hold nothing we know", async () => {
		const { store, visit } = setUp();
		store.files.set("image-1", new Uint8Array(10));
		(await visit()).source.close();
		expect([...store.files.keys()]).toEqual(["image-1"]);
		expect(decodeHeader(store.files.get("image-1") ?? bytes)?.url).toBe(url);
	});
});

describe("a store that takes no more", () => {
	it("never fails a read when the device is full", async () => {
		const { store, visit } = setUp();
		store.capacity = FIXED + 250;
		const { source, image } = await visit();
		await source.read(0, 200);
		expect(await source.read(0, SIZE)).toEqual(bytes);
		expect(image.pages).toBe(2);
		expect(image.full).toBe(true);
	});

	it("keeps nothing when it cannot be opened: another tab has it, or the header is too long", async () => {
		const { library, visit } = setUp();
		await visit();
		expect(await library.open(content)).toBeUndefined();
		expect(await library.open({ ...content, url: "x".repeat(5000) })).toBeUndefined();
	});

	it("stays readable after it was closed under a read", async () => {
		const { source, image } = await setUp().visit();
		await source.read(0, 100);
		image.close();
		expect(await source.read(0, 100)).toEqual(bytes.slice(0, 100));
	});
});

describe("the library", () => {
	async function fill(set: ReturnType<typeof setUp>, what: typeof content, pages: number) {
		const { source } = await set.visit(what);
		await source.read(0, pages * PAGE);
		source.close();
	}

	it("lists what is kept, last opened first, and deletes by address", async () => {
		const set = setUp();
		await fill(set, other(1), 3);
		await fill(set, other(2), 1);
		await fill(set, other(1), 3);
		expect(await set.library.list()).toEqual([
			{ url: "https://b.test/1", bytes: FIXED + 300, used: 3 },
			{ url: "https://b.test/2", bytes: FIXED + 100, used: 2 },
		]);
		await set.library.forget("https://b.test/1");
		expect(await set.library.list()).toHaveLength(1);
	});

	it("says so when what is to be deleted is open", async () => {
		const { library, visit } = setUp();
		const { image } = await visit();
		const inUse = { info: { kind: "io", code: "kept-in-use" } };
		await expect(library.forget(url)).rejects.toMatchObject(inUse);
		image.close();
		await library.forget(url);
		expect(await library.list()).toEqual([]);
	});

	it("keeps versions apart and deletes the old one", async () => {
		const set = setUp();
		await fill(set, content, 3);
		const { image } = await set.visit({ ...content, id: `${url}#"v2"/5050` });
		expect(image.pages).toBe(0);
		expect(await set.library.list()).toHaveLength(1);
	});

	it("stays below its limit: the image not opened for longest goes first", async () => {
		const set = setUp(3 * FIXED + 4000);
		for (const n of [1, 2]) await fill(set, other(n), 10);
		await fill(set, other(1), 10);
		await fill(set, other(3), 20);
		expect((await set.library.list()).map((kept) => kept.url)).toEqual([
			"https://b.test/3",
			"https://b.test/1",
		]);
	});

	it("does not delete the open image for its own sake, but stops taking pages", async () => {
		const limit = FIXED + 2000;
		const set = setUp(limit);
		const { source, image } = await set.visit();
		expect(await source.read(0, SIZE)).toEqual(bytes);
		expect(image.full).toBe(true);
		expect(image.pages).toBe(16);
		expect(set.store.files.get("image-1")?.length).toBeLessThanOrEqual(limit);
	});

	it("stays below its limit also when several reads bring pages at once", async () => {
		const limit = FIXED + 2000;
		const set = setUp(limit);
		const { source, image } = await set.visit();
		const starts = [0, 1600, 3200, 4800];
		const parts = await Promise.all(
			starts.map((start) => source.read(start, Math.min(SIZE, start + 1600))),
		);
		for (const [i, start] of starts.entries()) {
			expect(parts[i]).toEqual(bytes.slice(start, start + 1600));
		}
		expect(image.pages).toBe(16);
		expect(set.store.files.get("image-1")?.length).toBeLessThanOrEqual(limit);
	});

	it("does not take over the pages of a file that another tab was quicker to use", async () => {
		const set = setUp();
		await fill(set, { ...other(1), size: 900 }, 9);
		const theirs = set.store.files.get("image-1")?.slice() ?? bytes;
		set.store.files.delete("image-1");
		const { open } = set.store;
		set.store.open = async (name) => {
			set.store.files.set(name, theirs);
			return open.call(set.store, name);
		};
		const { image, source } = await set.visit();
		expect(image.pages).toBe(0);
		expect(await source.read(0, SIZE)).toEqual(bytes);
	});

	it("leaves alone what another tab has open", async () => {
		const set = setUp(2 * FIXED + 3300);
		await fill(set, other(1), 16);
		set.store.locked.add("image-1");
		const { image, source } = await set.visit(other(2));
		await source.read(0, SIZE);
		expect(image.pages).toBe(16);
		expect(set.store.files.has("image-1")).toBe(true);
	});
});

describe("the header of a kept file", () => {
	const header = { ...content, used: 5 };

	it("comes back as it was written", () => {
		expect(decodeHeader(encodeHeader(header) ?? bytes)).toMatchObject(header);
	});

	it("leaves room for an index that stays small, however large the image", () => {
		expect(slotCount(header)).toBe(51);
		expect(slotCount({ size: 100 * 2 ** 30, pageSize: 4096 }) * ENTRY_BYTES).toBe(4 * 2 ** 20);
	});

	it("is refused unless it is wholly ours", () => {
		for (const text of ["", "{}", "[]", "null", '{"format":"erofs-explorer kept image 1"}']) {
			expect(decodeHeader(new TextEncoder().encode(text))).toBeUndefined();
		}
		const negative = encodeHeader({ ...header, pageSize: 0 });
		expect(negative && decodeHeader(negative)).toBeUndefined();
	});
});

describe("a stored file", () => {
	it("takes a download, from the beginning again when it must, and is then a source", async () => {
		const file = await new MemoryStore().open("download");
		file.write(bytes, 0);
		const sink = fileSink(file);
		sink.write(bytes.subarray(0, 700));
		sink.restart();
		sink.write(bytes.subarray(0, 300));
		sink.write(bytes.subarray(300, 1000));
		const source = storedSource(file, "download 1", "a.img");
		expect(source.size).toBe(1000);
		expect(await source.read(250, 999)).toEqual(bytes.slice(250, 999));
		await expect(source.read(0, 1001)).rejects.toMatchObject({ kind: "io" });
		file.truncate(500);
		await expect(source.read(400, 600)).rejects.toMatchObject({ info: { code: "short-read" } });
		source.close?.();
	});
});
