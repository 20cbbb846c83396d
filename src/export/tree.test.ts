import { expect, it } from "vitest";
import type { Finding } from "../base/finding";
import { showName, utf8Bytes } from "../base/text";
import type { Image } from "../erofs/image";
import { editedImage } from "../testing/edited";
import { badFixture, fixture } from "../testing/fixtures";
import { openTestImage } from "../testing/image-set";
import { rootOf, tree } from "./tree";

/** The names of the root directory of the image edited here, as they follow each other. */
const ROOT = "a.txtblocksdirexacthardlinklonglinknullwidex1x2x3x4x5";

async function collect(image: Image, start = rootOf(image)) {
	const paths: string[] = [];
	const notes: string[] = [];
	const findings: Finding[] = [];
	const options = {
		note: (n: { path: Uint8Array; text: string }) =>
			void notes.push(`${showName(n.path)}: ${n.text}`),
		report: (finding: Finding) => void findings.push(finding),
	};
	for await (const { path } of tree(image, start, options)) paths.push(showName(path));
	return { paths, notes, codes: new Set(findings.map(({ code }) => code)) };
}

it("gives every path of a good image, each directory followed by all that is in it", async () => {
	const truth = fixture("dirs-dot-omitted").manifest();
	const { paths, notes } = await collect(await openTestImage(fixture("dirs-dot-omitted")));
	expect(notes).toEqual([]);
	const shown = truth.map(({ path, path_b64 }) =>
		showName(path_b64 ? Buffer.from(path_b64, "base64") : utf8Bytes(path === "/" ? "" : path)),
	);
	expect([...paths].sort()).toEqual([...shown].sort());
	const left = new Set<string>();
	let before = "";
	for (const path of paths) {
		expect(left.has(path.slice(0, path.lastIndexOf("/"))), path).toBe(false);
		for (let up = before; up && !path.startsWith(`${up}/`); up = up.replace(/\/?[^/]*$/, "")) {
			left.add(up);
		}
		before = path;
	}
});

it("gives a file that is the start under its own name", async () => {
	const image = await openTestImage(fixture("tiny-plain"));
	const root = await collect(image);
	expect(root.paths).toContain("dir/sub/deep");
	const nid = (await nidOf(image, "dir/sub/deep")) ?? 0n;
	const start = { nid, path: utf8Bytes("/dir/sub/deep"), parent: nid };
	expect((await collect(image, start)).paths).toEqual(["deep"]);
});

it("leaves out names that lead elsewhere, and all below them", async () => {
	const hostile = ROOT.replace("dir", "../").replace("x1x2x3", "..d/x\0");
	const { paths, notes } = await collect(await editedImage("tiny-plain", [[ROOT, hostile]]));
	expect(paths.filter((path) => /\.\.|f00|deep|^d\/|\\x00/.test(path))).toEqual([]);
	expect(paths).toContain("x4");
	expect(notes).toContain("../: left out: its name contains a slash");
	expect(notes).toContain("d/: left out: its name contains a slash");
	expect(notes).toContain("x\\x00: left out: its name contains a zero byte");
});

it("keeps only the first of two entries of one name, and nothing below the second", async () => {
	const hostile = ROOT.replace("wide", "link");
	const { paths, notes } = await collect(await editedImage("tiny-plain", [[ROOT, hostile]]));
	expect(paths.filter((path) => path.startsWith("link"))).toEqual(["link"]);
	expect(notes).toEqual(["link: left out: the directory has the name twice"]);
});

it("gives an unreadable directory without entries, and says so", async () => {
	const { paths, notes } = await collect(await openTestImage(badFixture("inode-size-4g-dir")));
	const damaged = notes.filter((note) => note.endsWith("its entries cannot be read"));
	expect(damaged.length).toBe(1);
	expect(paths).toContain(damaged[0]?.split(":")[0]);
});

it("enters a directory once, whatever leads to it", async () => {
	const { paths, codes } = await collect(await openTestImage(badFixture("dir-cycle-self")));
	expect(new Set(paths).size).toBe(paths.length);
	expect(codes).toContain("directory-reached-twice");
});

async function nidOf(image: Image, wanted: string): Promise<bigint | undefined> {
	for await (const { path, inode } of tree(image, rootOf(image), { note: () => {} })) {
		if (showName(path) === wanted) return inode.nid;
	}
	return undefined;
}
