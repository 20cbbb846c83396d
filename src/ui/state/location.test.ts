import { expect, test } from "vitest";
import { isViewId } from "../views/ids";
import { formatHash, type Place, parseHash } from "./location";

const parse = (hash: string) => parseHash(hash, isViewId);
const home: Place = { view: "overview", space: "image" };

test("every part of a place survives its link", () => {
	const places: Place[] = [
		home,
		{ ...home, sample: "lz4", view: "inode", path: "/usr/bin/env", tab: "extents" },
		{ ...home, urls: ["https://a.org/x?y=1&z=2#f", "https://a.org/dev"], offset: 4096 },
		{ ...home, file: "damaged.erofs", blockSize: 512 },
		{ ...home, file: "my image & more.erofs", filter: "*.so", nid: 2n ** 63n + 5n },
		{ view: "hex", space: "file:36", at: { start: 1024, end: 2 ** 45 } },
		{ ...home, path: "/ä/\\xff/a+b/100%" },
		{ ...home, view: "hex", walk: { space: "file:51", offset: 40_000 }, step: 12 },
		{ ...home, view: "hex", walk: { space: "image", offset: 0 } },
	];
	for (const place of places) expect(parse(formatHash(place))).toEqual(place);
});

test("defaults are left out, so that links stay short", () => {
	expect(formatHash(home)).toBe("");
	expect(formatHash({ ...home, path: "/usr/bin" })).toBe("#path=/usr/bin");
});

test("nonsense in a link is ignored", () => {
	const place = parse("#view=nope&at=9-3&offset=-5&nid=12x&sample=&url=&file=&walk=image&step=x");
	expect(place).toEqual(home);
	for (const size of [0, 256, 1000, 2 ** 17]) expect(parse(`#blocksize=${size}`)).toEqual(home);
	expect(parse("#at=0x10")).toMatchObject({ at: { start: 16, end: 17 } });
});

test("a nid keeps all its 64 bits, and of more bits it is none", () => {
	expect(parse(`#nid=${2n ** 64n - 1n}`).nid).toBe(2n ** 64n - 1n);
	expect(parse(`#nid=${2n ** 64n + 36n}`).nid).toBeUndefined();
});
