/** Images of containers that other programs made, and what umoci unpacks of them. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { Finding } from "../base/finding";
import { follow } from "../containers/chains";
import type { Place } from "../containers/near";
import { tarOf } from "../testing/made-archives";
import { digestsAt, folderOf, placeOf, seen, tools } from "../testing/wrappers";
import { layersAt, merge } from "./merged";

const sample = (name: string): Buffer => {
	const bytes = readFileSync(new URL(`../testing/layers/${name}`, import.meta.url));
	return name.endsWith(".gz") ? gunzipSync(bytes) : bytes;
};

const UNPACKED = `
etc dir 755 - 2
etc/b reg 644 2 2
etc/link lnk 777 - 1
keep dir 755 - 1
keep/hard reg 644 2 1
opq dir 755 - 2
opq/new reg 644 4 2
swap dir 755 - 2
swap/in reg 644 3 2
`;

async function merged(place: Place): Promise<{ text: string; findings: Finding[] }> {
	const { layers, findings } = await layersAt(place, tools);
	const all = [...findings];
	const entries = await merge(layers, tools, (finding) => all.push(finding));
	const lines = entries
		.filter(({ path }) => path !== "")
		.map(({ path, type, mode, size, layer }) =>
			[path, type, mode.toString(8), size ?? "-", layer + 1].join(" "),
		);
	return { text: `\n${lines.join("\n")}\n`, findings: all };
}

const digestOf = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

interface Layer {
	readonly type: string;
	readonly bytes: Buffer;
	readonly role?: string;
}

/** An OCI layout, as a folder. */
const layout = (layers: readonly Layer[], change?: (files: Record<string, Buffer>) => void) => {
	const files = filesOf(layers);
	change?.(files);
	return folderOf(files);
};

/** The files of an OCI layout. */
function filesOf(layers: readonly Layer[]): Record<string, Buffer> {
	const files: Record<string, Buffer> = {};
	const put = (bytes: Buffer) => {
		const hex = digestOf(bytes);
		files[`blobs/sha256/${hex}`] = bytes;
		return { digest: `sha256:${hex}`, size: bytes.length };
	};
	const json = (value: unknown) => Buffer.from(JSON.stringify(value));
	const described = layers.map(({ type, bytes, role }) => ({
		...{ mediaType: type, ...put(bytes) },
		...(role ? { annotations: { "org.erofs.role": role } } : {}),
	}));
	const config = { mediaType: "application/vnd.oci.image.config.v1+json", ...put(json({})) };
	const mediaType = "application/vnd.oci.image.manifest.v1+json";
	const made = put(json({ schemaVersion: 2, mediaType, config, layers: described }));
	files["index.json"] = json({ schemaVersion: 2, manifests: [{ mediaType, ...made }] });
	files["oci-layout"] = json({ imageLayoutVersion: "1.0.0" });
	return files;
}

const lower = async (): Promise<Buffer> => {
	const chain = "index.json/t/layer-1/gzip";
	const { place } = await follow(placeOf(sample("oci.tar")), chain, tools);
	return Buffer.from(await place.source.read(0, place.source.size));
};
const TAR = "application/vnd.oci.image.layer.v1.tar";
const EROFS = "application/vnd.erofs.layer.v1";

describe("layers", () => {
	it.each(["oci.tar", "docker-save.tar.gz"])("of %s are laid over each other", async (name) => {
		const { text, findings } = await merged(placeOf(sample(name)));
		expect(findings).toEqual([]);
		expect(text).toBe(UNPACKED);
	});

	it("are found in archives of “.” and of a folder, by the index that is least deep", async () => {
		const inner = Object.entries(filesOf([{ type: TAR, bytes: await lower() }]));
		for (const folder of [".", "image"]) {
			const members = inner.map(([name, bytes]) => ({ name: `${folder}/${name}`, bytes }));
			const deeper = { name: "./deep/er/index.json", bytes: Buffer.from("{}") };
			const { layers } = await layersAt(placeOf(tarOf([deeper, ...members])), tools);
			expect(layers.map(({ name }) => name)).toEqual(["layer-1"]);
		}
	});

	it("may have other names of what lies below", async () => {
		const link = (header: Buffer) => void header.write("one", 157, "latin1");
		const nothing = Buffer.alloc(0);
		const place = layout([
			{ type: TAR, bytes: tarOf([{ name: "one", bytes: Buffer.from("123") }]) },
			{ type: TAR, bytes: tarOf([{ name: "two", bytes: nothing, type: "1", change: link }]) },
		]);
		expect((await merged(place)).text).toBe("\none reg 644 3 1\ntwo reg 644 3 2\n");
	});

	it("may be archives and EROFS images", async () => {
		const place = layout([
			{ type: TAR, bytes: await lower() },
			{ type: EROFS, bytes: sample("up.erofs.gz") },
		]);
		expect(await merged(place)).toEqual({ text: UNPACKED, findings: [] });
	});

	it("are listed once each, with their media types", async () => {
		const place = layout([
			{ type: TAR, bytes: await lower() },
			{ type: EROFS, bytes: sample("up.erofs.gz") },
		]);
		const { entries } = await seen(place);
		const found = entries.filter(({ name }) => name.startsWith("layer-"));
		expect(found.map(({ kind, detail }) => [kind, detail])).toEqual([
			["tar", TAR],
			["erofs", EROFS],
		]);
		expect(entries.filter(({ name }) => name.startsWith("blobs/"))).toEqual([]);
	});

	it("that are devices serve the image behind them", async () => {
		const tar = await lower();
		const place = layout([
			{ type: TAR, bytes: tar, role: "device" },
			{ type: EROFS, bytes: sample("index.erofs.gz") },
		]);
		const [image] = (await seen(place)).entries.filter(({ kind }) => kind === "erofs");
		const digests = await digestsAt(place, image!.chain);
		expect(digests["/opq/old"]).toBe(digestOf(Buffer.from("old\n")));
		expect(digests["/swap"]).toBe(digestOf(Buffer.from("file\n")));
	});
});

describe("what is wrong", () => {
	const upper: Layer = { type: EROFS, bytes: sample("up.erofs.gz") };

	it("is told of a layer of another size", async () => {
		const place = layout([upper], (files) => {
			const [name, bytes] = Object.entries(files)[0] as [string, Buffer];
			files[name] = bytes.subarray(0, 4000);
		});
		const { findings } = await seen(place);
		expect(findings.map(({ code }) => code)).toContain("oci-size");
	});

	it("is told of a document that is not what its digest says", async () => {
		const place = layout([upper], (files) => {
			const name = Object.keys(files).find((name) => files[name]!.includes(EROFS))!;
			files[name] = Buffer.from(
				files[name]!.toString().replace('"schemaVersion":2', '"schemaVersion":1'),
			);
		});
		const { findings } = await seen(place);
		expect(findings.map(({ code }) => code)).toEqual(["oci-digest"]);
	});

	it("is told of a layer that is not there", async () => {
		const place = layout([upper], (files) => {
			const [name] = Object.keys(files);
			delete files[name as string];
		});
		const { entries } = await seen(place);
		expect(entries.find(({ name }) => name === "layer-1")?.trouble).toContain(
			"not among the files",
		);
		await expect(merged(place)).rejects.toThrow("not among the files");
	});

	it("ends where an index leads to itself", async () => {
		const index = Buffer.from(
			JSON.stringify({ schemaVersion: 2, manifests: [{ digest: `sha256:${"0".repeat(64)}` }] }),
		);
		const place = folderOf({ "index.json": index, [`blobs/sha256/${"0".repeat(64)}`]: index });
		expect((await seen(place)).entries.length).toBeLessThan(20);
		await expect(layersAt(place, tools)).rejects.toThrow("no container image");
	});

	it("is told of JSON that is none", async () => {
		const whole = JSON.stringify({ schemaVersion: 2, manifests: [] });
		for (const text of [whole.slice(0, -1), `${whole}}`, `${whole.slice(0, -1)},\xff}`]) {
			const place = folderOf({ "index.json": Buffer.from(text, "latin1") });
			const { entries } = await seen(place);
			expect(entries.find(({ kind }) => kind === "oci")?.trouble).toContain("no JSON");
		}
	});
});
