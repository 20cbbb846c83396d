/** The walk over a slow source: several directories at once, handed out in order. */
import { describe, expect, test } from "vitest";
import type { Finding } from "../base/finding";
import type { ByteSource } from "../base/source";
import { showName } from "../base/text";
import { REMOTE_PAGES } from "../sources/page-options";
import { PageCache } from "../sources/pages";
import { badFixture, fixture } from "../testing/fixtures";
import { openTestImage, sourceOf } from "../testing/image-set";
import { settle } from "../testing/sources";
import { Ahead } from "./ahead";
import type { Image } from "./image";
import { openImage } from "./open";
import { walk } from "./walk";

const ROOT = Uint8Array.of(0x2f);
const rootOf = ({ facts: { rootNid } }: Image) => ({ nid: rootNid, path: ROOT, parent: rootNid });

/** Every read takes a turn of the event loop. */
class SlowSource implements ByteSource {
	readonly id = "slow";
	readonly label = "slow";
	readonly size: number;
	readonly #inner: ByteSource;
	reads = 0;
	underWay = 0;
	most = 0;

	constructor(inner: ByteSource) {
		this.#inner = inner;
		this.size = inner.size;
	}

	async read(start: number, end: number): Promise<Uint8Array> {
		this.reads += 1;
		this.underWay += 1;
		this.most = Math.max(this.most, this.underWay);
		await settle();
		this.underWay -= 1;
		return this.#inner.read(start, end);
	}
}

async function slow() {
	const source = new SlowSource(sourceOf(fixture("dirs-many-b512")));
	const fine = { ...REMOTE_PAGES, pageSize: 512, leastRequest: 0, mergeGap: 0, readAhead: 0 };
	return { source, image: await openImage(new PageCache(source, fine)) };
}

async function paths(image: Image): Promise<string[]> {
	const found: string[] = [];
	for await (const { path } of walk(image, rootOf(image))) found.push(showName(path));
	return found;
}

test("a slow source is asked for several directories at once, in the end for the same", async () => {
	const { source, image } = await slow();
	const found = await paths(image);
	expect(source.most).toBeGreaterThan(3);
	expect(found).toEqual(await paths(await openTestImage(fixture("dirs-many-b512"))));
	const parents = found.map((path) => path.slice(0, path.lastIndexOf("/")) || "/");
	for (const [i, parent] of parents.entries()) expect(found.indexOf(parent)).toBeLessThanOrEqual(i);
});

test("findings come right before the directory they are about", async () => {
	const image = await openTestImage(badFixture("dirent-unsorted"));
	const events: (Finding | string)[] = [];
	const wrong: bigint[] = [];
	for await (const { path, directory } of walk(image, rootOf(image), {
		report: (f) => events.push(f),
	})) {
		const before = events.splice(0);
		for (const event of before) expect((event as Finding).nid).toBe(directory.nid);
		if (before.length > 0) wrong.push(directory.nid);
		expect(showName(path)).toMatch(/^\//);
	}
	expect(wrong).toHaveLength(1);
});

test("a walk that is left stops what it has begun", async () => {
	const { source, image } = await slow();
	let visits = 0;
	for await (const _ of walk(image, rootOf(image))) {
		visits += 1;
		if (visits === 3) break;
	}
	const { reads } = source;
	for (let turn = 0; turn < 20; turn++) await settle();
	expect(source.reads).toBe(reads);
});

describe("what is begun before its turn", () => {
	function setUp(sizes: readonly number[]) {
		const read: number[] = [];
		const stack = sizes.map((size, i) => ({ nid: BigInt(i), size }));
		const ahead = new Ahead(async ({ nid }: { nid: bigint; size: number }) =>
			read.push(Number(nid)),
		);
		return { read, stack, ahead };
	}

	test("is the top of the stack, once", async () => {
		const { read, stack, ahead } = setUp(Array(20).fill(0));
		ahead.begin(stack.toReversed());
		ahead.begin(stack.toReversed());
		expect(read).toEqual([19, 18, 17, 16, 15, 14]);
		await ahead.take(stack[19]!);
		await ahead.take(stack[0]!);
		expect(read).toEqual([19, 18, 17, 16, 15, 14, 0]);
	});

	test("stays within its budget of bytes, however deep the tree", async () => {
		const { read, stack, ahead } = setUp(Array(1000).fill(0));
		for (let depth = stack.length; depth > 0; depth -= 6)
			ahead.begin(stack.slice(0, depth).toReversed());
		expect(read).toHaveLength(64);
		const large = setUp([500_000, 500_000, 500_000]);
		large.ahead.begin(large.stack.toReversed());
		expect(large.read).toEqual([2, 1]);
		await large.ahead.take(large.stack[2]!);
		large.ahead.begin(large.stack.slice(0, 2).toReversed());
		expect(large.read).toEqual([2, 1, 0]);
	});
});
