/** Disks of virtual machines as `qemu-img` makes them, where it is installed, and over each other. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fixture } from "../testing/fixtures";
import { folderOf, tools } from "../testing/wrappers";
import { follow } from "./chains";

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

describe("descriptors of VMware", () => {
	const image = readFileSync(fixture("tiny-plain").file);
	const sectors = image.length / 512;
	const disk = async (words: string, files: Readonly<Record<string, Uint8Array>>) => {
		const text = Buffer.from(`# Disk DescriptorFile\n${words}`);
		const { place } = await follow(
			folderOf({ "a.vmdk": text, ...files }),
			"folder/a.vmdk/vmdk",
			tools,
		);
		return place.source;
	};

	it("give no byte of a file that is shorter than its extent", async () => {
		const source = await disk(`RW ${sectors + 8} FLAT "flat" 0`, { flat: image });
		expect(Buffer.from(await source.read(0, image.length)).equals(image)).toBe(true);
		await expect(source.read(image.length, source.size)).rejects.toThrow("ends before the extent");
	});

	it("take no file for grains that has none, and no kind that is not known", async () => {
		const damaged = Buffer.concat([Buffer.alloc(512), image]);
		const source = await disk(`RW ${sectors} SPARSE "grains"`, { grains: damaged });
		await expect(source.read(0, 10)).rejects.toThrow("does not begin with KDMV");
		const other = await disk(`RW ${sectors} SESPARSE "grains"`, { grains: image });
		await expect(other.read(0, 10)).rejects.toThrow("SESPARSE are not read");
	});

	it("end where they name themselves and each other, many times", async () => {
		const lines = ["a.vmdk", "b.vmdk", "c.vmdk"].map((name) => `RW 8 SPARSE "${name}"\n`);
		const text = lines.join("").repeat(300);
		const words = Buffer.from(`# Disk DescriptorFile\n${text}`);
		const source = await disk(text, { "b.vmdk": words, "c.vmdk": words });
		await expect(source.read(0, 10)).rejects.toThrow();
	});

	it("of disks over others are not read without them", async () => {
		const words = `parentCID=0badcafe\nparentFileNameHint="base.vmdk"\nRW ${sectors} FLAT "flat" 0`;
		const source = await disk(words, { flat: image });
		await expect(source.read(0, 10)).rejects.toThrow("lies over base.vmdk");
	});
});

describe("transfer lists", () => {
	const image = readFileSync(fixture("tiny-plain").file);
	const blocks = image.length / 4096;
	const partition = async (lines: readonly string[]) => {
		const list = Buffer.from(lines.join("\n"));
		const files = { "system.transfer.list": list, "system.new.dat": image };
		const chain = "folder/system.transfer.list/transfer";
		return (await follow(folderOf(files), chain, tools)).place.source;
	};

	it("erase nothing that is written too, and make no zeros of a hash tree", async () => {
		const source = await partition([
			...["4", String(blocks), "0", "0"],
			`erase 2,0,${blocks + 4}`,
			`new 2,0,${blocks}`,
			`compute_hash_tree 2,${blocks},${blocks + 2} 2,0,${blocks} sha256 00 00`,
		]);
		expect(source.size).toBe(image.length + 4 * 4096);
		expect(Buffer.from(await source.read(0, image.length)).equals(image)).toBe(true);
		await expect(source.read(image.length, image.length + 1)).rejects.toThrow("hash tree");
		expect((await source.read(source.size - 1, source.size))[0]).toBe(0);
	});

	it("say which blocks are of the old partition, in each version", async () => {
		const source = await partition(["1", "3", "new 2,0,1", "move 2,0,1 2,4,5"]);
		await expect(source.read(4 * 4096, 4 * 4096 + 1)).rejects.toThrow("incremental");
		expect(Buffer.from(await source.read(0, 4096)).equals(image.subarray(0, 4096))).toBe(true);
	});
});
