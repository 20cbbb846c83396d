/** Wrappers as the usual programs make them, where these are installed: what is found is what went in. */
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fixture } from "../testing/fixtures";
import { placeOf, seen, tools } from "../testing/wrappers";
import { follow } from "./chains";
import { compareSums } from "./compare-sums";

let folder = "";
const shell = (command: string) =>
	execFileSync("bash", ["-ec", command], { cwd: folder, stdio: "pipe" });
const has = (program: string): boolean => {
	try {
		execFileSync("which", [program], { stdio: "ignore" });
		return true;
	} catch {
		return false;
	}
};

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), "programs-"));
	copyFileSync(fixture("tiny-plain").file, join(folder, "a"));
	copyFileSync(fixture("tinyz-lz4").file, join(folder, "b"));
	shell("cat a b > ab; cp a s; truncate -s 3M s");
	for (const name of Object.keys(PACK)) writeFileSync(join(folder, `${name}.its`), tree(name));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Makes `out`; the files that are in it. */
type Case = readonly [program: string, command: string, ...contents: string[]];

const PACK = { gzip: "gzip -c", lzma: "xz --format=lzma -c", lz4: "lz4 -q -c", none: "cat" };

/** The source of a FIT image with `packed` in it. */
const tree = (compression: string) => `/dts-v1/; / {
	description = "a"; #address-cells = <1>;
	images { fs {
		description = "fs"; data = /incbin/("packed"); type = "filesystem"; compression = "${compression}";
		hash-1 { algo = "sha256"; }; hash-2 { algo = "crc32"; }; hash-3 { algo = "md5"; };
	}; };
	configurations { default = "c"; c { loadables = "fs"; }; };
};`;

/** As initial ramdisks are made: the second archive is compressed. */
const CPIO_TWICE =
	"(echo a | cpio --quiet -H newc -o; echo b | cpio --quiet -H newc -o | lz4 -q -l -c) > out";

const CASES: readonly Case[] = [
	["gzip", "(gzip -c a; gzip -1 -c b) > out", "ab"],
	["bzip2", "(bzip2 -c a; bzip2 -1 -c b) > out", "ab"],
	["lz4", "(lz4 -q -B4 -BD -c a; lz4 -q -BX -c b) > out", "ab"],
	["lz4", "(lz4 -q -l -c a; lz4 -q -l -c b) > out", "ab"],
	["zstd", "(zstd -q -19 -c a; cat b | zstd -q --no-check -c) > out", "ab"],
	["xz", "(xz --block-size=5000 -c a; xz --check=sha256 -c b; head -c 8 /dev/zero) > out", "ab"],
	...["x86", "arm", "armthumb", "arm64", "powerpc", "ia64", "sparc", "delta=dist=7"].map(
		(filter): Case => ["xz", `xz --${filter} --lzma2 --block-size=7000 -c a > out`, "a"],
	),
	["xz", "xz --format=lzma -c a > out", "a"],
	["zip", "zip -q -0 out a b", "a", "b"],
	["zip", "zip -q -fz out a; cat b | zip -q out -", "a", "b"],
	["zip", "zip -q -Z bzip2 out.zip a b; cat a out.zip | tail -c +2 > out", "a", "b"],
	["7z", "7z a -bd -tzip -mm=LZMA out a b", "a", "b"],
	...["gnu", "pax", "ustar", "v7", "oldgnu"].map(
		(format): Case => ["tar", `tar --format=${format} -cf out a b`, "a", "b"],
	),
	...["gnu", "pax", "oldgnu"].map(
		(format): Case => ["tar", `tar --format=${format} -S -cf out s b`, "s", "b"],
	),
	["cpio", "printf 'a\\nb\\n' | cpio --quiet -H newc -o > out", "a", "b"],
	["cpio", "printf 'a\\nb\\n' | cpio --quiet -H crc -o > out", "a", "b"],
	["cpio", CPIO_TWICE, "a", "b"],
	...Object.entries(PACK).flatMap(([name, pack]): Case[] => [
		["mkimage", `${pack} a > packed; mkimage -A arm -T filesystem -C ${name} -d packed out`, "a"],
		["mkimage", `${pack} a > packed; mkimage -f ${name}.its out`, "a"],
		["mkimage", `${pack} a > packed; mkimage -E -f ${name}.its out`, "a"],
	]),
	["mkimage", "mkimage -A arm -T multi -C none -d a:b out", "a", "b"],
	["mkimage", "gzip -c a > packed; mkimage -A arm -T multi -C gzip -d packed:b out", "a", "b"],
	["mkimage", "mkimage -A arm -T script -C none -d a out", "a"],
	["img2simg", "img2simg a out", "a"],
	["img2simg", "img2simg s out 1024", "s"],
	[
		"genisoimage",
		"mkdir -p i/x; cp a i/x/A.erofs; cp b i; genisoimage -quiet -R -o out i",
		"a",
		"b",
	],
	[
		"genisoimage",
		"mkdir -p i/x; cp a i/x/A.erofs; cp b i; genisoimage -quiet -J -o out i",
		"a",
		"b",
	],
	[
		"xorriso",
		"mkdir -p j; cp a j; xorriso -as mkisofs -quiet -R -append_partition 2 0x83 b -o out j",
		...["a", "b"],
	],
	[
		"brotli",
		"N=$(($(stat -c %s a) / 4096)); printf '4\\n%d\\n0\\n0\\nnew 2,0,%d\\n' $N $N > x.transfer.list; brotli -c a > x.new.dat.br; zip -q out x.*",
		"a",
	],
];

describe.each(CASES)("%s: %s", (program, command, ...contents) => {
	it.skipIf(!has(program))("holds what was put into it, and what its checksums say", async () => {
		shell(`rm -rf out out.zip i j x.*; ${command}; [ -e out ] || mv out.* out`);
		const place = placeOf(readFileSync(join(folder, "out")));
		const { entries, findings } = await seen(place);
		expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
		expect(entries.filter(({ trouble }) => trouble)).toEqual([]);
		const found: Buffer[] = [];
		for (const { chain, kind } of entries) {
			if (kind !== "erofs") continue;
			const { source } = (await follow(place, chain, tools)).place;
			found.push(Buffer.from(await source.read(0, source.size)));
		}
		for (const name of contents) {
			const wanted = readFileSync(join(folder, name));
			expect(found.some((bytes) => bytes.equals(wanted))).toBe(true);
		}
		const outcomes: string[] = [];
		const tell = ({ outcome }: { outcome: string }) => void outcomes.push(outcome);
		await compareSums(place, { ...tools, most: 100, report() {}, tell });
		expect(outcomes.filter((outcome) => outcome !== "right")).toEqual([]);
	});
});

it.skipIf(!has("tar"))(
	"a volume of a tar lists the file it goes on with, and has the rest",
	async () => {
		shell("tar --format=gnu -cM -L 20 -f 1.tar -f 2.tar a; mv 2.tar out");
		const whole = readFileSync(join(folder, "a"));
		const place = placeOf(readFileSync(join(folder, "out")));
		const { entries } = await seen(place);
		expect(entries[1]).toMatchObject({
			chain: "tar/a",
			size: whole.length,
			detail: expect.stringContaining("continued from an earlier volume"),
		});
		const { source } = (await follow(place, "tar/a", tools)).place;
		const [start, end] = [20 * 1024 - 512, whole.length];
		expect(Buffer.compare(await source.read(start, end), whole.subarray(start, end))).toBe(0);
		await expect(source.read(start - 1, end)).rejects.toThrow(/earlier volume/);
	},
);
