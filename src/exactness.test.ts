/**
 * No number of 64 bits may become an inexact one. Types keep an Exact out of plain sums, but
 * nothing keeps `Number(…)` and `high * 2 ** 32` from rounding; so whoever writes one says here
 * why it cannot. `base/exact.ts` has what is needed otherwise.
 */
import { expect, test } from "vitest";
import { readSources } from "./testing/imports";

/** Rooms through which values of an image go. */
const ROOMS =
	/^(base|schema|codecs|inside|erofs|census|ownership|walks|inspect|checks|containers|layers|unpacking|sources|preview|export|cli|worker)\//;
const ROUNDS = /\bNumber\(|\* 2 \*\* 32/;

/** Lines that may, by file: how many, and why they are exact. */
const KNOWN: Readonly<Record<string, readonly [lines: number, why: string]>> = {
	"base/edits.ts": [1, "a number of a device with at most five digits"],
	"base/exact.ts": [3, "this is where it is done"],
	"base/way.ts": [1, "refused unless it is safe"],
	"base/words.ts": [
		4,
		"three digits, shares and calendars; the digits themselves are printed by String",
	],
	"base/space.ts": [2, "ids of devices and files have 16 bits"],
	"schema/show.ts": [2, "words of flags and of names have at most 32 bits"],
	"schema/annotate.ts": [1, "words of flags have at most 32 bits"],
	"erofs/structs/inode.ts": [1, "16 and 32 bits"],
	"erofs/structs/encoded-extent.ts": [1, "dataTarget leaves out what is not safe"],
	"erofs/structs/facts.ts": [1, "at most LAST_SLOT"],
	"erofs/superblock.ts": [1, "16 and 32 bits"],
	"erofs/map/chunk.ts": [1, "16 and 32 bits"],
	"erofs/map/header.ts": [1, "16 and 32 bits"],
	"erofs/inode-cursor.ts": [3, "halves, and 16 and 32 bits"],
	"erofs/salvage.ts": [2, "booleans, to sort by them"],
	"census/columns.ts": [3, "32 bits, and carries of numbers below 2^53"],
	"census/expected-rows.ts": [
		1,
		"a guess of how many rows to expect, of which a million is enough",
	],
	"census/sums-below.ts": [1, "carries of numbers below 2^53"],
	"census/inode-rows.ts": [1, "slots below 2^47, of 32 bytes each"],
	"ownership/inhabitants.ts": [
		2,
		"inodes that can be read lie inside a device, as what is behind them",
	],
	"checks/report/sarif.ts": [1, "bytes of a file that was read"],
	"containers/qcow2.ts": [1, "24 and 32 bits of an entry"],
	"containers/vmdk.ts": [2, "digits of a text; what is larger is left out, or beyond every file"],
	"containers/zip-members.ts": [1, "at most MOST_EXACT"],
	"sources/http/headers.ts": [4, "digits of a header; lengths are compared with what comes"],
	"sources/kept/header.ts": [2, "numbers of our own files, which have to be safe"],
	"cli/arguments.ts": [1, "refused unless it is safe"],
	"worker/save-output.ts": [1, "milliseconds in the name of a file of ours"],
};

test("numbers of 64 bits become plain ones only where that is known to be exact", () => {
	const found: Record<string, number> = {};
	for (const { path, code } of readSources()) {
		const count = code.split("\n").filter((line) => ROUNDS.test(line)).length;
		if (count > 0 && ROOMS.test(path)) found[path] = count;
	}
	const known = Object.fromEntries(Object.entries(KNOWN).map(([file, [lines]]) => [file, lines]));
	expect(found).toEqual(known);
});
