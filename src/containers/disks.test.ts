/** Disks of virtual machines as `qemu-img` makes them, where it is installed, and over each other. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fixture } from "../testing/fixtures";
import { folderOf, tools } from "../testing/wrappers";
import { follow } from "./places";

const isThere = spawnSync("qemu-img", ["--version"]).status === 0;

describe.skipIf(!isThere)("made by qemu-img", () => {
	let folder = "";
	const image = readFileSync(fixture("tiny-plain").file);
	const middle = Buffer.alloc(300 << 10);
	const disk = Buffer.concat([image, middle, image.toReversed(), Buffer.alloc(512, 9)]);
	const run = (program: string, ...args: string[]) =>
		execFileSync(program, args, { cwd: folder, stdio: "pipe" });

	beforeAll(() => {
		folder = mkdtempSync(join(tmpdir(), "disks-"));
		writeFileSync(join(folder, "base.raw"), disk);
	});
	afterAll(() => rmSync(folder, { recursive: true }));

	/** The disk that a file of the folder holds, with all others near it. */
	async function read(name: string): Promise<Buffer> {
		const files = Object.fromEntries(
			readdirSync(folder).map((file) => [file, readFileSync(join(folder, file))]),
		);
		const kind = name.endsWith("vmdk") ? "vmdk" : "qcow2";
		const { place } = await follow(folderOf(files), `folder/${name}/${kind}`, tools);
		return Buffer.from(await place.source.read(0, place.source.size));
	}

	it.each([
		["qcow2", ""],
		["qcow2", "compat=0.10"],
		["qcow2", "cluster_size=512"],
		["qcow2", "extended_l2=on,cluster_size=16k"],
		["qcow2", "data_file=data.raw"],
		["qcow2", "preallocation=metadata"],
		["vmdk", "subformat=monolithicSparse"],
		["vmdk", "subformat=monolithicFlat"],
		["vmdk", "subformat=twoGbMaxExtentSparse"],
		["vmdk", "subformat=twoGbMaxExtentFlat"],
		["vmdk", "subformat=streamOptimized"],
	])("%s with %s", async (format, options) => {
		const name = `disk.${format}`;
		run("qemu-img", "convert", "-O", format, ...(options ? ["-o", options] : []), "base.raw", name);
		expect((await read(name)).equals(disk)).toBe(true);
	});

	it.each(["zlib", "zstd"])("qcow2 with clusters compressed by %s", async (type) => {
		const options = `compression_type=${type},cluster_size=4k`;
		run("qemu-img", "convert", "-c", "-O", "qcow2", "-o", options, "base.raw", "packed.qcow2");
		expect((await read("packed.qcow2")).equals(disk)).toBe(true);
	});

	it("one over another over a third, larger than they are", async () => {
		run("qemu-img", "create", "-f", "qcow2", "-b", "base.raw", "-F", "raw", "first.qcow2");
		run("qemu-io", "-c", "write -P 7 1024 3000", "-c", "write -z 100k 64k", "first.qcow2");
		const options = ["-f", "qcow2", "-b", "first.qcow2", "-F", "qcow2"];
		run("qemu-img", "create", ...options, "second.qcow2", "600k");
		run("qemu-io", "-c", "write -P 9 500k 4k", "second.qcow2");
		run("qemu-img", "convert", "-O", "raw", "second.qcow2", "truth.raw");
		const truth = readFileSync(join(folder, "truth.raw"));
		expect((await read("second.qcow2")).equals(truth)).toBe(true);
	});

	it("a disk whose base is not here says which file it needs", async () => {
		run("qemu-img", "create", "-f", "qcow2", "-b", "base.raw", "-F", "raw", "alone.qcow2");
		const alone = folderOf({ "alone.qcow2": readFileSync(join(folder, "alone.qcow2")) });
		const { place } = await follow(alone, "folder/alone.qcow2/qcow2", tools);
		await expect(place.source.read(0, 100)).rejects.toThrow("base.raw, which is not here");
	});
});
