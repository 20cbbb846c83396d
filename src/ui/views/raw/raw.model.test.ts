import { expect, test } from "vitest";
import { resultText, volumeText } from "./raw.model";

const one = { start: 512, sign: "root" } as const;
const lone = { start: 5, sign: "chance" } as const;

test("what was found is told together with where it was looked for", () => {
	const seek = { about: [] };
	expect(resultText({ ...seek, state: "running" }, 0)).toBe("");
	expect(resultText({ ...seek, state: "running", about: [one, lone] }, 0)).toBe(
		"1 EROFS file system so far",
	);
	expect(resultText({ ...seek, state: "done", about: [lone] }, 0)).toBe(
		"No EROFS file system in the whole file",
	);
	expect(resultText({ ...seek, state: "done", about: [one, one] }, 4096)).toBe(
		"2 EROFS file systems from byte 4,096 to the end",
	);
	expect(resultText({ ...seek, state: "stopped" }, 0)).toBe(
		"No EROFS file system up to where it stopped",
	);
	const result = { volumes: 1200, chance: 0 };
	expect(resultText({ ...seek, state: "done", about: [one], result }, 0)).toBe(
		"1,200 EROFS file systems in the whole file; the first 1 are listed",
	);
});

test("of a magic number by chance nothing else is told", () => {
	expect(volumeText({ ...lone, size: 5, inodes: 7n })).toBe("");
	expect(volumeText({ ...one, size: 4096, inodes: 1n, blockSize: 512, volume: "sys" })).toBe(
		"4 KiB, 1 inode, blocks of 512 bytes, named “sys”",
	);
});
