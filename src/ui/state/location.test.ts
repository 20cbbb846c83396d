import { expect, test } from "vitest";
import { formatHash, type Place, parseHash } from "./location";

const home: Place = { view: "summary", space: "image" };

test("every part of a place survives its link", () => {
	const places: Place[] = [
		home,
		{ ...home, sample: "lz4", view: "files", path: "/usr/bin/env", tab: "extents" },
		{ ...home, urls: ["https://a.org/x?y=1&z=2#f", "https://a.org/dev"], offset: 4096 },
		{ ...home, file: "damaged.erofs", blockSize: 512 },
		{ ...home, file: "my image & more.erofs", filter: "*.so", nid: 2n ** 63n + 5n },
		{ view: "bytes", space: "file:36", at: { start: 1024, end: 2 ** 45 } },
		{ ...home, panel: "jobs", view: "space" },
		{ ...home, view: "check", finding: "sb-checksum", at: { start: 4, end: 8 } },
		{ ...home, path: "/ä/\\xff/a+b/100%" },
		{ ...home, view: "bytes", walk: { space: "file:51", offset: 40_000 }, step: 12 },
		{ ...home, view: "bytes", walk: { space: "image", offset: 0 } },
		{ ...home, view: "bytes", walk: { path: "/a:/b%/ä" } },
		{ ...home, view: "bytes", walk: { path: "/a/b", byte: 40_000 }, step: 2 },
		{ ...home, view: "bytes", walk: { path: "/a", xattr: "user.a:/b%41" } },
		{ ...home, sample: "plain", edits: ["0x440:4e", "0x4b8:24,device:1:0x0:35"], unmended: true },
	];
	for (const place of places) expect(parseHash(formatHash(place))).toEqual(place);
});

test("defaults are left out, so that links stay short", () => {
	expect(formatHash(home)).toBe("");
	expect(formatHash({ ...home, path: "/usr/bin" })).toBe("#path=/usr/bin");
});

test("links of the time before the five places still lead where they led", () => {
	const led = { overview: "summary", inode: "files", hex: "bytes", findings: "check" };
	for (const [name, view] of Object.entries(led)) {
		expect(parseHash(`#view=${name}&path=/a`)).toEqual({ ...home, view, path: "/a" });
	}
	expect(parseHash("#view=network")).toEqual({ ...home, panel: "network" });
});

test("nonsense in a link is ignored", () => {
	const place = parseHash(
		"#view=nope&panel=x&at=9-3&offset=-5&nid=12x&sample=&url=&file=&walk=image&step=x",
	);
	expect(place).toEqual(home);
	for (const size of [0, 256, 1000, 2 ** 17]) expect(parseHash(`#blocksize=${size}`)).toEqual(home);
	expect(parseHash("#at=0x10")).toMatchObject({ at: { start: 16, end: 17 } });
});

test("a nid keeps all its 64 bits, and of more bits it is none", () => {
	expect(parseHash(`#nid=${2n ** 64n - 1n}`).nid).toBe(2n ** 64n - 1n);
	expect(parseHash(`#nid=${2n ** 64n + 36n}`).nid).toBeUndefined();
});
