import { expect, test } from "vitest";
import type { Finding } from "../base/finding";
import { rootOf } from "../export/tree";
import { memorySource } from "../sources/memory";
import { inSuperblock, planted } from "../testing/seed";
import { groupByCause } from "./causes";
import { open } from "./open";
import { run } from "./run";

const context = { rootNid: 37n, declared: 8192 };
const at = (start: number, space = "image") => ({ space, start, end: start + 4 });
const made = (code: string, start: number, more: Partial<Finding> = {}): Finding => ({
	code,
	severity: "error",
	text: "",
	at: at(start),
	structure: "s",
	...more,
});

const codes = (findings: readonly Finding[]) =>
	groupByCause(findings, context).map(({ cause, follows }) => [
		cause.code,
		...follows.map(({ code }) => code),
	]);

test("what lay behind the cut follows from the cut; what the volume never had does not", () => {
	const cut = made("image-truncated", 1060);
	const near = made("beyond-end", 10, { leadsTo: { space: "image", start: 4096, end: 8192 } });
	const far = made("beyond-end", 20, { leadsTo: { space: "image", start: 8000, end: 9000 } });
	expect(codes([cut, near, far])).toEqual([["image-truncated", "beyond-end"], ["beyond-end"]]);
});

test("a lost metabox takes the root, what is in it, and the count of inodes along", () => {
	const inside = { ...context, rootNid: (1n << 63n) | 3n };
	const findings = [
		made("sb-root-nid", 1136),
		made("sb-metabox-nid", 1152),
		made("nid-no-metabox", 60, { at: at(60, "file:9") }),
		made("sb-inos", 1040, { severity: "note" }),
	];
	const [group, ...others] = groupByCause(findings, inside);
	expect(others).toEqual([]);
	expect(group?.cause.code).toBe("sb-metabox-nid");
	expect(group?.follows).toHaveLength(3);
});

test("a wrong size is the cause of what its map lacks, in the same inode only", () => {
	const size = made("inode-size-impossible", 100, { nid: 5n, structure: "erofs_inode_compact" });
	const map = (nid: bigint) => made("z-lookback", 200 + Number(nid), { nid, structure: "z" });
	expect(codes([size, map(5n), map(6n)])).toEqual([
		["inode-size-impossible", "z-lookback"],
		["z-lookback"],
	]);
});

test("two things said of the same bytes stand together, and nothing is lost", () => {
	const name = made("dirent-name", 189, { at: at(189, "file:76") });
	const order = made("dirent-order", 189, { at: at(189, "file:76") });
	const other = made("dirent-order", 300, { at: at(300, "file:76") });
	expect(codes([name, order, other])).toEqual([["dirent-name", "dirent-order"], ["dirent-order"]]);
});

test("names in disorder follow from the name beside them, and only from that", () => {
	const named = (code: string, start: number, end: number, space = "file:76") =>
		made(code, start, { at: { space, start, end }, nid: 76n });
	const name = named("dirent-name", 189, 192);
	const before = named("dirent-order", 180, 189);
	const behind = named("dirent-order", 192, 200);
	expect(codes([name, before, behind])).toEqual([["dirent-name", "dirent-order", "dirent-order"]]);
	const apart = [named("dirent-order", 200, 210), named("dirent-order", 192, 200, "file:77")];
	expect(codes([name, ...apart])).toHaveLength(3);
});

test("a hundred thousand findings of one kind are put under one cause as fast as others", {
	timeout: 60_000,
}, () => {
	const offsets = Array.from({ length: 100_000 }, (_, i) =>
		made("dirent-nameoff", 8 + 12 * i, {
			at: { space: "file:76", start: 8 + 12 * i, end: 10 + 12 * i },
			nid: 76n,
		}),
	);
	expect(groupByCause(offsets, context)).toHaveLength(1);
	const each = Array.from({ length: 100_000 }, (_, i) =>
		made("dirent-nameoff0", 8, { at: at(8, `file:${i}`), nid: BigInt(i) }),
	);
	expect(groupByCause(each, context)).toHaveLength(each.length);
});

test("shared attributes that lie nowhere follow from what says where they begin, or from the cut", async () => {
	const told = async (bytes: Uint8Array) => {
		const image = await open(memorySource(bytes));
		const { facts } = image;
		const { findings } = await run(image, { start: rootOf(image), level: "structure" });
		const shared = findings.filter(({ field }) => field === "h_shared_xattrs");
		expect(shared.length).toBeGreaterThan(1);
		const groups = groupByCause(findings, { rootNid: facts.rootNid, declared: 15 * 4096 });
		return groups.filter(({ follows }) => shared.every((one) => follows.includes(one)));
	};
	const moved = planted(inSuperblock("", "xattr-default", "xattr_blkaddr", 0xff, 0xff, 0xff));
	expect((await told(moved)).map(({ cause }) => cause.code)).toEqual(["sb-xattr-blkaddr"]);
	const last = planted(inSuperblock("", "xattr-default", "xattr_blkaddr", 0xd));
	const cut = await told(last.subarray(0, 0xd * 4096));
	expect(cut.map(({ cause }) => cause.code)).toEqual(["image-truncated"]);
});

test("causes that name each other do not go round in circles", () => {
	const root = made("sb-root-nid", 1038, { nid: 37n });
	const meta = made("sb-meta-blkaddr", 1064, { nid: 37n });
	const groups = groupByCause([root, meta], context);
	expect(groups.flatMap(({ cause, follows }) => [cause, ...follows])).toHaveLength(2);
});
