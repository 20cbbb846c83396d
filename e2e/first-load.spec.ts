/** The page is there soon: what it loads before it shows anything is small. */
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { expect, test } from "./app";

/** Bytes. */
const MOST = 150_000;
const SITE = new URL("../dist/", import.meta.url);

const read = (path: string) => readFileSync(new URL(path, SITE));

test("the scripts of the start page are at most 150 KB, compressed", () => {
	const page = read("index.html").toString();
	const named = [...page.matchAll(/(?:src|href)="(\.\/assets\/[^"]+\.js)"/g)].map(
		([, path]) => path!,
	);
	expect(named.some((path) => /\/index-/.test(path))).toBe(true);
	// Every host tells the names first, and what they import at once is among them.
	for (const path of named) {
		const imports = read(path)
			.toString()
			.matchAll(/(?:from|import)"\.\/([^"]+)"/g);
		for (const [, name] of imports) expect(named).toContain(`./assets/${name}`);
	}
	const sizes = named.map((path) => gzipSync(read(path), { level: 9 }).length);
	expect(sizes.reduce((sum, size) => sum + size)).toBeLessThanOrEqual(MOST);
});
