/** docs/space.md says what the sums of dump.erofs -S are: held where dump.erofs is there to be asked. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { KINDS } from "../erofs/layout/kinds";
import { FT } from "../erofs/structs/dirent";
import { fixture, fixtures } from "../testing/fixtures";
import { openTestImage } from "../testing/image-set";
import { ownersIn } from "../testing/owners";
import { type Ledger, ledgerOf } from "./ledger";

const folders = [process.env.EROFS_UTILS ?? "", ...(process.env.PATH ?? "").split(delimiter)];
const dump = folders
	.map((folder) => join(folder, "dump.erofs"))
	// Older ones sum up otherwise.
	.find((path) => spawnSync(path, ["-V"], { encoding: "utf8" }).stdout?.includes(" 1.9"));

/** Sums over regular files: of contents and stored bytes by inode, and as dump.erofs has them. */
function sumsOf({ tree, files, account, ownership: { inhabitants } }: Ledger) {
	const { blockSize } = inhabitants.image.facts;
	const packed = account.spaces[0]?.bytes[KINDS.indexOf("packed-data")] ?? 0;
	const sums = {
		contents: 0,
		stored: 0,
		original: 0,
		total: Math.ceil(packed / blockSize) * blockSize,
	};
	for (let row = 0; row < tree.inodes.count; row++) {
		if (!inhabitants.isInTree(row) || tree.inodes.type(row) !== FT.REG) continue;
		const size = files.size[row] as number;
		const names = tree.inodes.names[row] as number;
		const blocks = (tree.inodes.raw.low[row] as number) * blockSize;
		sums.contents += size;
		sums.stored += (account.inodes.alone[row] as number) + (account.inodes.shared[row] as number);
		sums.original += size * names;
		sums.total += (tree.inodes.isCompressed(row) ? blocks : size) * names;
	}
	return { ...sums, stored: Math.round(sums.stored) };
}

const docs = fileURLToPath(new URL("../../docs/space.md", import.meta.url));
const rows = [...readFileSync(docs, "utf8").matchAll(/^\| `([\w-]+)` \| ([\d,| ]+) \|$/gm)].map(
	([, name = "", figures = ""]): [string, number[]] => [
		name,
		figures.split("|").map((text) => Number(text.replaceAll(",", ""))),
	],
);

test.each(rows)("%s: the figures of the page", async (name, figures) => {
	const ledger = await ledgerOf(await ownersIn(await openTestImage(fixture(name))));
	const { contents, stored, original, total } = sumsOf(ledger);
	expect([ledger.whole, original, contents, total, stored]).toEqual(figures);
});

test("the page has figures", () => expect(rows.length).toBeGreaterThan(5));

describe.skipIf(!dump)("dump.erofs says what the page says it does", () => {
	// Others have blocks that are longer than pages, or compressed directories.
	const some = fixtures.good.filter(({ name }) => !/b8192|b65536|b16384|zD/.test(name));
	test.each(some)("$name", async ({ file, devices, offset, ...about }) => {
		const image = { file, devices, offset, ...about };
		const args = ["-S", `--offset=${offset}`, ...devices.map((one) => `--device=${one}`), file];
		const { stdout } = spawnSync(dump ?? "", args, { encoding: "utf8" });
		const said = (what: string) => Number(new RegExp(`${what}:\\s+(\\d+)`).exec(stdout)?.[1]);
		const { original, total } = sumsOf(await ledgerOf(await ownersIn(await openTestImage(image))));
		expect(said("total original file size")).toBe(original);
		expect(said("total file size")).toBe(total);
	});
});
