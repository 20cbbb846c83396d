/** Images inside of wrappers, through the worker's methods. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { Failure } from "../base/errors";
import { nameBytes } from "../base/text";
import { fixture } from "../testing/fixtures";
import { inProcess } from "../testing/in-process";
import { tarOf, zipOf } from "../testing/made-archives";
import { image } from "../testing/made-bytes";
import { made } from "../testing/made-wrappers";
import type { DeviceMatch, Input, PartEntry } from "./protocol";

const input = (bytes: Uint8Array, name: string, path?: string): Input => ({
	kind: "file",
	file: new File([Uint8Array.from(bytes)], name),
	...(path ? { path } : {}),
});

async function partsOf(client: ReturnType<typeof inProcess>): Promise<PartEntry[]> {
	const parts: PartEntry[] = [];
	await client.call("parts", {}, { onEvent: (batch) => void parts.push(...batch) });
	return parts;
}

const whyNot = (promise: Promise<unknown>): Promise<string> =>
	promise.then(
		() => "none",
		(error) => (error instanceof Failure ? `${error.info.code}` : String(error)),
	);

const zip = zipOf([
	{ name: "a.img", bytes: image },
	{ name: "b.img", bytes: image, deflate: true },
	{ name: "c.txt", bytes: Buffer.from("text") },
]);

/** Half of the image as a piece of a split sparse file, which has nothing for the other. */
function splitSparse(n: number): Buffer {
	const block = 4096;
	const blocks = image.length / block;
	const half = blocks >> 1;
	const chunk = (type: number, count: number, body: Uint8Array) =>
		Buffer.concat([
			Buffer.from(Uint32Array.of(type, count, 12 + body.length).buffer),
			Buffer.from(body),
		]);
	const none = (count: number) => chunk(0xcac3, count, new Uint8Array());
	const [first, second] = [image.subarray(0, half * block), image.subarray(half * block)];
	const chunks = n
		? [none(half), chunk(0xcac1, blocks - half, second)]
		: [chunk(0xcac1, half, first), none(blocks - half)];
	const head = Uint32Array.of(0xed26ff3a, 1, 28 + (12 << 16), block, blocks, 2, 0);
	return Buffer.concat([Buffer.from(head.buffer), ...chunks]);
}

describe("a wrapper", () => {
	it("has parts that are no images, and say what they are", async () => {
		const bytes = zipOf([
			{ name: "c.txt", bytes: Buffer.from("text") },
			{ name: "fs.img", bytes: Buffer.concat([Buffer.from("hsqs"), Buffer.alloc(5000)]) },
		]);
		const said = async (chain: string) => {
			const opened = inProcess().call("open", { inputs: [input(bytes, "x.zip")], chain });
			const why = await opened.catch((error: Failure) => error);
			return why instanceof Failure ? `${why.info.code}: ${why.message} ${why.info.hint}` : "none";
		};
		expect(await said("zip/c.txt")).toBe(
			"part-no-image: This is no EROFS image. Its bytes are shown below.",
		);
		expect(await said("zip/fs.img")).toMatch(/^part-no-image: This is .*[Ss]quash.*no EROFS image/);
	});

	it("is held to its checksums when that is asked for", async () => {
		const client = inProcess();
		await client.call("open", { inputs: [input(zip, "x.zip")], chain: "zip/a.img" });
		const { groups, troubles, isPart } = await client.call("sums", {});
		expect([groups.length, troubles, isPart]).toEqual([1, [], false]);
		expect(groups[0]).toMatchObject({ chain: "", kind: "CRC-32", right: 3, wrong: 0, unread: 0 });
		expect(groups[0]?.bytes).toBe(2 * image.length + 4);
	});

	it("is asked which of its files a device is read from, for each image by itself", async () => {
		const { file, devices } = fixture("blobdev-48bit");
		const blob = readFileSync(devices[0] as string);
		const bytes = zipOf([
			{ name: "a/x.erofs", bytes: readFileSync(file) },
			{ name: "one.blob", bytes: blob },
			{ name: "two.blob", bytes: Buffer.from(blob.map((byte) => byte ^ 1)) },
		]);
		const opened = async (...matches: DeviceMatch[]) => {
			const client = inProcess();
			const inputs = [input(bytes, "x.zip")];
			const { devices } = await client.call("open", { inputs, chain: "zip/a/x.erofs", matches });
			const near = await client.call("near", {});
			return { missing: devices[1]?.missing ?? false, ...near };
		};
		const none = await opened();
		// Two fit alike.
		expect([none.missing, none.devices]).toEqual([true, []]);
		expect(none.files.map(({ name }) => name)).toEqual(["one.blob", "two.blob"]);
		const chosen = { device: 1, chain: "zip/two.blob" };
		expect(await opened(chosen)).toMatchObject({ missing: false, devices: [chosen] });
		expect(await opened({ device: 1, chain: "" })).toMatchObject({ missing: true, devices: [] });
	});

	it("with one image opens as that image, and says the way to it", async () => {
		const { bytes } = made.find(({ kind }) => kind === "sparse")!;
		const client = inProcess();
		const overview = await client.call("open", { inputs: [input(bytes, "x.simg")] });
		expect(overview).toMatchObject({ name: "x.simg", chain: "sparse" });
		const { steps } = await client.call("resolve", { path: nameBytes("/") });
		expect(steps.length).toBe(1);
		expect((await partsOf(client)).map(({ chain, kind }) => [chain, kind])).toEqual([
			["", "sparse"],
			["sparse", "erofs"],
		]);
	});

	it("with several is open for its bytes and its parts", async () => {
		const client = inProcess();
		const inputs = [input(zip, "x.zip")];
		expect(await whyNot(client.call("open", { inputs }))).toBe("several-images");
		const { facts } = await client.call("refused", {});
		expect(facts).toMatchObject({ name: "x.zip", size: zip.length });
		expect((await partsOf(client)).map(({ name, kind }) => [name, kind])).toEqual([
			["", "zip"],
			["a.img", "erofs"],
			["b.img", "erofs"],
			["c.txt", "unknown"],
		]);
	});

	it.each(["zip/a.img", "b.img"])("is gone into by a chain: %s", async (chain) => {
		const client = inProcess();
		const inputs = [input(zip, "x.zip")];
		const overview = await client.call("open", { inputs, chain });
		expect(overview.chain).toMatch(/^zip\/[ab]\.img$/);
		const { bytes } = await client.call("bytes", { space: "image", start: 1024, end: 1028 });
		expect(Buffer.from(bytes).toString("hex")).toBe("e2e1f5e0");
	});

	it("says of bytes of a part where they lie in the file, and what each byte of the file is", async () => {
		const client = inProcess();
		const inputs = [input(zip, "x.zip")];
		const run = { start: 4, end: 8 };
		const start = zip.indexOf(image) + 4;
		await client.call("open", { inputs, chain: "zip/a.img" });
		expect(await client.call("outside", { space: "image", ...run })).toEqual({
			list: [{ ...run, file: "x.zip", at: { start, end: start + 4 } }],
			more: false,
		});
		await client.call("open", { inputs, chain: "zip/b.img" });
		expect((await client.call("outside", { space: "image", ...run })).list).toMatchObject([
			{ ...run, file: "x.zip", isPacked: true },
		]);
		await whyNot(client.call("open", { inputs }));
		const all = { space: "image", start: 0, end: zip.length };
		const { nodes } = await client.call("annotate", all);
		let before = 0;
		for (const node of nodes) {
			expect(node.start).toBe(before);
			before = node.end;
		}
		expect(before).toBe(zip.length);
		expect(
			nodes.filter(({ key }) => key === "part of a wrapper").map(({ label }) => label),
		).toEqual([...["a.img", "b.img", "c.txt"]]);
	});

	it("says of bytes of a device where they lie: in a file beside the image, or in an archive", async () => {
		const bytes = readFileSync(fixture("blobdev-48bit").file);
		const device = readFileSync(fixture("blobdev-48bit").file.replace(/erofs$/, "blob"));
		const asked = { space: "device:1", start: 512, end: 516 };
		const { start, end } = asked;
		const client = inProcess();
		await client.call("open", {
			inputs: [input(bytes, "a"), input(device, "b")],
		});
		const whole = await client.call("outside", asked);
		expect(whole.list).toEqual([{ start, end, file: "b", at: { start, end } }]);
		const members = [
			{ name: "a", bytes: bytes },
			{ name: "b.blob", bytes: device },
		];
		const both = tarOf(members);
		await client.call("open", { inputs: [input(both, "both.tar")], chain: "tar/a" });
		const at = both.indexOf(device) + 512;
		const inside = await client.call("outside", asked);
		expect(inside.list).toEqual([{ start, end, file: "both.tar", at: { start: at, end: at + 4 } }]);
	});

	it("uses what it is given, and says of what it is not", async () => {
		const client = inProcess();
		const whole = made.find(({ kind }) => kind === "sparse")!;
		const alone = [input(image, "a.img"), input(image, "b.img")];
		await client.call("open", { inputs: alone });
		expect(await client.call("roles", {})).toEqual(["image", "unmatched"]);
		await client.call("open", { inputs: [input(whole.bytes, "x.simg"), input(image, "b.img")] });
		expect(await client.call("roles", {})).toEqual(["unmatched", "image"]);
		// As the user says; what is found is not said again.
		const said = alone.map((one, i) => ({ ...one, role: i ? "unmatched" : "image" }) as const);
		await client.call("open", { inputs: said });
		expect(await client.call("roles", {})).toEqual(["image", "unmatched"]);
		const split = [0, 1].map((n) => input(splitSparse(n), `x.simg.${n}`));
		await client.call("open", { inputs: split });
		expect(await client.call("roles", {})).toEqual(["image", "beside"]);
	});

	it("has parts that are no image: their bytes are shown", async () => {
		const client = inProcess();
		const inputs = [input(zip, "x.zip")];
		expect(await whyNot(client.call("open", { inputs, chain: "zip/c.txt" }))).toBe("part-no-image");
		const { facts } = await client.call("refused", {});
		expect(facts).toMatchObject({ name: "x.zip", chain: "zip/c.txt", size: 4 });
		const { bytes } = await client.call("bytes", { space: "image", start: 0, end: 4 });
		expect(Buffer.from(bytes).toString()).toBe("text");
	});

	it("says when a chain leads nowhere", async () => {
		const inputs = [input(zip, "x.zip")];
		expect(await whyNot(inProcess().call("open", { inputs, chain: "zip/d" }))).toBe("no-such-part");
	});
});

describe("a folder", () => {
	const oci = readFileSync(new URL("../testing/layers/oci.tar", import.meta.url));

	it("opens as the only image in it", async () => {
		const client = inProcess();
		const inputs = [input(image, "a.img", "f/sub/a.img"), input(Buffer.from("x"), "b", "f/b")];
		const overview = await client.call("open", { inputs });
		expect(overview).toMatchObject({ name: "f", chain: "folder/sub/a.img" });
	});

	it("is without what is said not to be used", async () => {
		const client = inProcess();
		const stale = { ...input(image, "old.img", "f/old.img"), role: "unused" } as const;
		const inputs = [
			input(image, "a.img", "f/sub/a.img"),
			stale,
			input(Buffer.from("x"), "b", "f/b"),
		];
		expect(await client.call("open", { inputs })).toMatchObject({ chain: "folder/sub/a.img" });
		expect(await client.call("roles", {})).toEqual(["image", "unused", "beside"]);
		const all = inputs.map(({ role: _, ...one }: Input) => one);
		expect(await whyNot(client.call("open", { inputs: all }))).toBe("several-images");
		expect(await client.call("roles", {})).toEqual(["beside", "beside", "beside"]);
	});

	it("lists what is in it", async () => {
		const client = inProcess();
		const inputs = [
			input(oci, "oci.tar", "f/oci.tar"),
			input(image, "i", "f/i"),
			input(image, "j", "f/j"),
		];
		expect(await whyNot(client.call("open", { inputs }))).toBe("several-images");
		expect((await client.call("refused", {})).facts).toMatchObject({ name: "f", size: 0 });
		const kinds = (await partsOf(client)).map(({ kind }) => kind);
		expect(kinds.filter((kind) => kind === "erofs").length).toBe(2);
	});
});
