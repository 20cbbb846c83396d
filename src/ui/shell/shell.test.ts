import { expect, test } from "vitest";
import { droppedUrls, isFromOutside } from "./drop.model";
import { openName, shortName } from "./image.model";

const drop = (data: Record<string, string>) => droppedUrls((type) => data[type] ?? "");

test("a dropped link is an address; its comment lines are not", () => {
	const list = "# a comment\r\nhttps://a.org/x.img\r\n";
	expect(drop({ "text/uri-list": list, "text/plain": "other" })).toEqual(["https://a.org/x.img"]);
});

test("text is an address only when it is nothing else", () => {
	expect(drop({ "text/plain": "https://a.org/x" })).toEqual(["https://a.org/x"]);
	expect(drop({ "text/plain": "see https://a.org/x" })).toEqual([]);
	expect(drop({ "text/plain": "javascript:alert(1)" })).toEqual([]);
	expect(drop({})).toEqual([]);
});

test("dragging selected text about is no drop", () => {
	expect(isFromOutside({ types: ["text/plain"] })).toBe(false);
	expect(isFromOutside({ types: ["Files"] })).toBe(true);
	expect(isFromOutside(null)).toBe(false);
});

test("an image at an address is called by its last part", () => {
	expect(shortName("https://a.org/images/system%20a.img?token=1")).toBe("system a.img");
	expect(shortName("https://a.org/")).toBe("a.org");
	expect(shortName("https://a.org/100%")).toBe("100%");
	expect(shortName("disk.img")).toBe("disk.img");
});

test("a part of a wrapper is called as its wrapper calls it, without folders", () => {
	expect(openName({ name: "https://a.org/ota.zip" })).toBe("ota.zip");
	expect(openName({ name: "ota.zip", part: "images/system_a" })).toBe("system_a");
});
