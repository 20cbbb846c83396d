import { expect, test } from "vitest";
import { parseOffset } from "../../widgets/offsets.model";
import { parseUrl, readAddress } from "./address.model";

const empty = { url: "", devices: "", offset: "" };

test("an offset is decimal or hexadecimal, and never loses digits", () => {
	expect(parseOffset("1_048_576")).toBe(1048576);
	expect(parseOffset(" 0x100000 ")).toBe(0x100000);
	expect(parseOffset("12 MB")).toBeUndefined();
	expect(parseOffset("-1")).toBeUndefined();
	expect(parseOffset("99999999999999999999")).toBeUndefined();
});

test("an address without a scheme is taken as https; only web addresses are addresses", () => {
	expect(parseUrl("example.org/a.img")).toBe("https://example.org/a.img");
	expect(parseUrl("http://localhost:8080/a.img")).toBe("http://localhost:8080/a.img");
	expect(parseUrl("javascript://alert(1)")).toBeUndefined();
	expect(parseUrl("file:///etc/passwd")).toBeUndefined();
});

test("a good form gives the image first and its devices after it", () => {
	const form = { url: "a.org/x", devices: "a.org/d1\n\n a.org/d2 \n", offset: "512" };
	expect(readAddress(form)).toEqual({
		address: { urls: ["https://a.org/x", "https://a.org/d1", "https://a.org/d2"], offset: 512 },
	});
});

test("each wrong part is named", () => {
	const answer = readAddress({ ...empty, devices: "::", offset: "x" });
	expect(answer).toMatchObject({
		errors: {
			url: expect.any(String),
			devices: expect.stringContaining("::"),
			offset: expect.any(String),
		},
	});
});
