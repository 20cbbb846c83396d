/** Directories of zip archives that lead elsewhere. */
import { expect, it } from "vitest";
import { zipOf } from "../testing/made-archives";
import { image, other } from "../testing/made-bytes";
import { placeOf, seen, tools } from "../testing/wrappers";
import { onlyImage } from "./choose";
import { centralHeader, endRecord, endRecord64 } from "./zip-tables";

const zip = (options?: Parameters<typeof zipOf>[1]): Buffer =>
	zipOf(
		[
			{ name: "a.img", bytes: image },
			{ name: "b.img", bytes: other },
		],
		options,
	);

/** The last file of an archive that was split into three. */
function lastOfThree(bytes: Buffer): Buffer {
	const end = bytes.lastIndexOf("PK\x05\x06");
	bytes.writeUInt16LE(2, end + endRecord.at.disk);
	const large = bytes.lastIndexOf("PK\x06\x06");
	if (large >= 0) bytes.writeUInt32LE(2, large + endRecord64.at.disk);
	return bytes;
}

it.each([false, true])(
	"of the last file of a split archive it is said where members are",
	async (end64) => {
		const place = placeOf(lastOfThree(zip({ end64 })));
		const { entries, findings } = await seen(place);
		expect(entries.slice(1).map(({ trouble }) => trouble)).toEqual([
			expect.stringMatching(
				/^a\.img begins in file 1 of a split archive, and this is another one\. Join all its files/,
			),
			expect.stringMatching(
				/^b\.img begins in file 1 of a split archive, and this is another one\. Join all its files/,
			),
		]);
		expect(findings).toEqual([]);
		expect(await onlyImage(place, tools)).toMatchObject({
			images: [],
			troubles: [expect.stringContaining("a.img"), expect.stringContaining("b.img")],
		});
	},
);

it("numbers of files that are not said mean nothing", async () => {
	const bytes = lastOfThree(zip());
	bytes.writeUInt16LE(0xffff, bytes.lastIndexOf("PK\x05\x06") + endRecord.at.disk);
	expect((await seen(placeOf(bytes))).entries.map(({ kind }) => kind)).toEqual([
		"zip",
		"erofs",
		"erofs",
	]);
});

it("a directory that leads to the wrong member is told", async () => {
	const bytes = zip();
	const entry = bytes.indexOf("PK\x01\x02");
	const next = bytes.lastIndexOf("PK\x01\x02");
	const { offset } = centralHeader.at;
	bytes.writeUInt32LE(bytes.readUInt32LE(next + offset), entry + offset);
	const { findings } = await seen(placeOf(bytes));
	expect(findings).toMatchObject([
		{ code: "zip-entry", severity: "warning", seen: "b.img", allowed: "a.img" },
	]);
});
