import { beforeEach, expect, test } from "vitest";
import { readBefore, useBefore } from "./before";

const { add, forget, forgetAll } = useBefore.getState();
const names = () => useBefore.getState().opened.map(({ file, urls }) => file ?? urls?.join(" "));

beforeEach(forgetAll);

test("the newest is first, and what is opened again is there once", () => {
	for (const file of ["a", "b", "a", "c"]) add({ file, size: 1 });
	expect(names()).toEqual(["c", "a", "b"]);
	for (const file of ["d", "e", "f", "g"]) add({ file, size: 1 });
	expect(names()).toEqual(["g", "f", "e", "d", "c"]);
	forget({ file: "e", size: 7 });
	expect(names()).toEqual(["g", "f", "d", "c"]);
});

test("addresses are kept when they say no more than where something is", () => {
	add({ urls: ["https://example.org/a.erofs", "https://example.org/b"], size: 1 });
	add({ urls: ["https://example.org/a.erofs?token=secret"], size: 1 });
	add({ urls: ["https://user:word@example.org/a.erofs"], size: 1 });
	add({ urls: ["https://example.org/a.erofs#key"], size: 1 });
	add({ urls: ["https://example.org/a", "https://example.org/b?sig=1"], size: 1 });
	expect(names()).toEqual(["https://example.org/a.erofs https://example.org/b"]);
});

test("what is stored is not believed", () => {
	const good = { file: "a.erofs", size: 12 };
	const wrapped = { urls: ["https://example.org/ota.zip"] };
	const bad = [
		null,
		"a",
		{},
		{ file: "", size: 1 },
		{ file: "a", size: -1 },
		{ file: "a", urls: ["https://example.org/a"], size: 1 },
		{ urls: [], size: 1 },
		{ urls: ["javascript:alert(1)"], size: 1 },
		{ urls: ["https://example.org/a?token=1"], size: 1 },
	];
	expect(readBefore({ opened: [...bad, good, wrapped] })).toEqual([good, wrapped]);
	for (const stored of [undefined, null, 7, "x", [], { opened: 7 }])
		expect(readBefore(stored)).toEqual([]);
});
