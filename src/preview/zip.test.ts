/** What is told of archives: as they are written, large, damaged. */
import { expect, test } from "vitest";
import { utf8Bytes } from "../base/text";
import { zipOf } from "../testing/made-archives";
import { factsOf, lookAt, lookAtSource, mutations } from "../testing/previews";

const entry = (name: string, words = "", more = {}) => ({
	name,
	bytes: Buffer.from(words),
	...more,
});
const long = "the same words again and again. ".repeat(40);

test("entries, sizes and methods", async () => {
	const { title, rows, items, troubles } = await factsOf(
		zipOf([entry("a/"), entry("a/stored.txt", "words"), entry("b.txt", long, { deflate: true })]),
	);
	expect(title).toBe("ZIP archive");
	expect(rows.Entries).toEqual(["2 files, 1 directory"]);
	expect(rows.Method).toEqual(["1 stored, 1 deflate"]);
	expect(items?.total).toBe(3);
	const [, stored, deflated] = items?.list ?? [];
	expect(stored).toMatchObject({ name: "a/stored.txt", size: 5, stored: 5, how: "stored" });
	expect(deflated).toMatchObject({ name: "b.txt", size: long.length, how: "deflate" });
	expect(deflated?.stored).toBeLessThan(100);
	expect(troubles).toEqual([]);
});

test("an Android package", async () => {
	const names = ["AndroidManifest.xml", "classes.dex", "classes2.dex", "lib/arm64-v8a/liba.so"];
	const { title, rows } = await factsOf(
		zipOf([...names, "lib/x86/liba.so", "META-INF/CERT.RSA"].map((name) => entry(name, "x"))),
	);
	expect(title).toBe("Android package (APK), ZIP");
	expect(rows).toMatchObject({
		Code: ["2 DEX files"],
		"Libraries for": ["arm64-v8a, x86"],
		Signed: ["files in META-INF"],
	});
});

test("zip64, and sizes that stand behind the contents", async () => {
	const large = await factsOf(zipOf([entry("a", long, { zip64: true })], { end64: true }));
	expect(large.rows.Written).toEqual(["zip64"]);
	expect(large.items?.list[0]).toMatchObject({ size: long.length });
	const behind = await factsOf(zipOf([entry("a", long, { deflate: true, descriptor: true })]));
	expect(behind.rows.Written).toEqual(["1 with sizes behind the contents"]);
	expect(behind.items?.list[0]).toMatchObject({ size: long.length });
});

test("an empty archive", async () => {
	const { rows, items } = await factsOf(zipOf([]));
	expect(rows.Entries).toEqual(["0 files"]);
	expect(items?.list).toEqual([]);
});

test("of a long directory the first entries are listed", async () => {
	const bytes = zipOf(Array.from({ length: 10_100 }, (_, i) => entry(`${i}`)));
	const { rows, items } = await factsOf(bytes);
	expect(rows["Looked at"]).toEqual(["the first 10,000 of 10,100 entries"]);
	expect(items?.list.length).toBe(10_000);
	expect(items?.total).toBe(10_100);
});

test("of an archive of 100 MB only the ends are read", async () => {
	const end = zipOf([entry("a", long), entry("b", long)]);
	const size = 100_000_000;
	const shift = size - end.length;
	let read = 0;
	const source = {
		id: "large",
		label: "large.zip",
		size,
		async read(start: number, stop: number) {
			read += stop - start;
			const bytes = new Uint8Array(stop - start);
			bytes.set(utf8Bytes("PK\x03\x04").subarray(start), 0);
			for (let at = Math.max(start, shift); at < stop; at++) {
				bytes[at - start] = end[at - shift] as number;
			}
			return bytes;
		},
	};
	expect(await lookAtSource(source)).toMatchObject({ kind: "facts", items: { total: 2 } });
	expect(read).toBeLessThan(200_000);
});

test("cut anywhere, it ends, and says that the directory is missing", async () => {
	const whole = zipOf([entry("a", long, { deflate: true }), entry("b", "words")]);
	for (let cut = 4; cut < whole.length; cut++) {
		const preview = await lookAt(whole.subarray(0, cut));
		if (preview.kind !== "facts") throw new Error(`cut at ${cut}: ${preview.kind}`);
		const codes = preview.troubles.map(({ code }) => code);
		// Shorter than any end record there is nothing to look for.
		if (cut > 22) expect(codes, `cut at ${cut}`).toContain("zip-no-directory");
	}
});

test("with changed bytes it ends", async () => {
	const members = [entry("a", long, { deflate: true, descriptor: true }), entry("b", "words")];
	for (const whole of [zipOf(members), zipOf(members, { end64: true })]) {
		for (const bytes of mutations(whole, 300)) await lookAt(bytes);
	}
});
