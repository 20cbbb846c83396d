/** What tests of wrappers share: samples with truth, wrappers made of bytes, and opening of both. */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Finding } from "../base/finding";
import type { ByteSource } from "../base/source";
import { sha256 } from "../cli/sha256";
import { follow } from "../containers/chains";
import { objectsNear } from "../containers/composefs";
import { devicesNear } from "../containers/devices";
import { type Entry, entriesOf, type Listing } from "../containers/listing";
import type { Place } from "../containers/near";
import { folderPlace, outerPlace } from "../containers/places";
import type { Tools } from "../containers/unpack";
import { openImage } from "../erofs/open";
import { manifest } from "../export/manifest";
import { memorySource } from "../sources/memory";
import { corpusFolder } from "./corpus";
import { MemoryUnpacker } from "./unpacker";

export const tools: Tools = { unpacker: new MemoryUnpacker() };

export const digestOf = (bytes: Uint8Array): string =>
	createHash("sha256").update(bytes).digest("hex");

export interface Seen {
	readonly entries: readonly Entry[];
	readonly findings: readonly Finding[];
}

/** All that is in a place, with what was wrong. */
export async function seen(place: Place, tails = true, visit?: Listing["visit"]): Promise<Seen> {
	const entries: Entry[] = [];
	const findings: Finding[] = [];
	const report = (finding: Finding) => void findings.push(finding);
	for await (const one of entriesOf(place, { ...tools, report, tails, most: 10_000, visit })) {
		entries.push(one);
	}
	return { entries, findings };
}

export const placeOf = (bytes: Uint8Array, ...others: Uint8Array[]): Place =>
	outerPlace(
		memorySource(bytes, "file"),
		others.map((other) => memorySource(other)),
	);

/** A folder that is in memory. */
export const folderOf = (files: Readonly<Record<string, Uint8Array>>): Place =>
	folderPlace(
		"folder",
		Object.entries(files).map(([path, bytes]) => ({
			...{ path, size: bytes.length },
			open: async () => memorySource(bytes, path),
		})),
	);

/** A folder of the corpus, with all files in it. */
export const corpusPlace = (name: string): Place => folderOf(corpusFiles(name));

/** All files in a folder of the corpus, by path. */
function corpusFiles(name: string): Record<string, Uint8Array> {
	const root = join(folder ?? "", name);
	const files: Record<string, Uint8Array> = {};
	for (const path of readdirSync(root, { recursive: true, encoding: "utf8" })) {
		if (statSync(join(root, path)).isFile()) files[path] = readFileSync(join(root, path));
	}
	return files;
}

/** Folders of the corpus that belong together, with their files; none without a corpus. */
export function corpusFolders(): { name: string; files: Record<string, Uint8Array> }[] {
	if (!folder || !existsSync(folder)) return [];
	return readdirSync(folder, { recursive: true, encoding: "utf8" })
		.filter((name) => existsSync(join(folder, `${name}.truth.json`)))
		.filter((name) => statSync(join(folder, name)).isDirectory())
		.map((name) => ({ name, files: corpusFiles(name) }));
}

/** SHA-256 of the files that the truth of a folder names. */
export function corpusManifest(name: string): Record<string, string> {
	const truth: { manifest: Record<string, TruthPath> } = JSON.parse(
		readFileSync(join(folder ?? "", `${name}.truth.json`), "utf8"),
	);
	const files = Object.entries(truth.manifest).filter(([, { sha256 }]) => sha256);
	return Object.fromEntries(files.map(([path, { sha256 }]) => [path, sha256 as string]));
}

/** SHA-256 of all files of the image that a chain leads to, with its devices from what is near. */
export async function digestsAt(from: Place, chain: string): Promise<Record<string, string>> {
	const { place } = await follow(from, chain, tools);
	const image = await openImage(place.source, {
		devices: async (slots) => (await devicesNear(place, slots, tools)).map((home) => home?.source),
		objects: objectsNear(place, tools),
		unpacked: true,
	});
	const digests: Record<string, string> = {};
	for await (const { path, sha256: hex, error } of manifest(image, { newHasher: sha256 })) {
		if (hex ?? error) digests[`/${path}`] = hex ?? `${error}`;
	}
	return digests;
}

/** A source that fetches: nothing of it is in memory. It counts what is asked of it. */
export function farSource(bytes: Uint8Array): ByteSource & { requests: number; bytes: number } {
	const inner = memorySource(bytes);
	return {
		id: inner.id,
		label: "far",
		size: inner.size,
		requests: 0,
		bytes: 0,
		async read(start, end) {
			this.requests++;
			this.bytes += end - start;
			return inner.read(start, end);
		},
	};
}

export interface Extent {
	readonly image_offset: number;
	readonly length: number;
	readonly source: "file" | "zero" | "fill";
	readonly file_offset?: number;
	/** Four bytes in hexadecimal. */
	readonly pattern?: string;
}

export interface TruthImage {
	readonly kind: string;
	readonly size: number;
	readonly sha256: string;
	readonly extents?: readonly Extent[] | null;
	readonly inside?: string;
	readonly manifest: Readonly<Record<string, TruthPath>>;
}

export interface TruthPath {
	readonly type: string;
	readonly mode?: string;
	readonly size?: number;
	readonly sha256?: string;
	readonly target?: string;
}

export interface Sample {
	readonly name: string;
	readonly bytes: Uint8Array;
	/** The truth about it: of itself, or of the sample that has the same in it. */
	readonly images: readonly TruthImage[];
}

interface Truth {
	readonly images?: readonly TruthImage[];
	readonly same_content_as?: string;
	readonly slots?: readonly {
		readonly partitions: readonly (TruthImage & {
			readonly erofs_size?: number;
			readonly erofs_sha256?: string;
		})[];
	}[];
}

const folder = corpusFolder && join(corpusFolder, "wrappers");

function imagesOf(name: string): TruthImage[] {
	const file = join(folder ?? "", `${name}.truth.json`);
	const truth: Truth = JSON.parse(readFileSync(file, "utf8"));
	if (truth.same_content_as) {
		// Where its pieces lie in the other sample says nothing about this one.
		return imagesOf(truth.same_content_as).map((image) => ({ ...image, extents: null }));
	}
	const partitions = (truth.slots ?? []).flatMap((slot) => slot.partitions);
	const unique = new Map(
		partitions.filter(({ kind }) => kind === "erofs").map((one) => [one.sha256, one]),
	);
	return [...(truth.images ?? []).filter(({ kind }) => kind === "erofs"), ...unique.values()];
}

/** Files of the corpus that are wrappers, with the truth about them; none without a corpus. */
export function corpusSamples(): Sample[] {
	if (!folder || !existsSync(folder)) return [];
	return readdirSync(folder, { withFileTypes: true })
		.filter((entry) => entry.isFile() && !entry.name.endsWith(".truth.json"))
		.filter(({ name }) => existsSync(join(folder, `${name}.truth.json`)))
		.map(({ name }) => ({
			name,
			bytes: readFileSync(join(folder, name)),
			images: imagesOf(name),
		}));
}

/** A file of the corpus that has no truth of its own. */
export const corpusBytes = (name: string): Uint8Array => readFileSync(join(folder ?? "", name));
export const corpusTruth = (name: string): TruthImage[] => imagesOf(name);
export const hasCorpus = folder !== undefined && existsSync(folder);

/** The image as the truth says that it is to be put together. */
export function assembled(file: Uint8Array, { size, extents }: TruthImage): Uint8Array | undefined {
	if (!extents) return undefined;
	const out = Buffer.alloc(size);
	for (const { image_offset: at, length, source, file_offset = 0, pattern = "00" } of extents) {
		if (source === "file") out.set(file.subarray(file_offset, file_offset + length), at);
		else if (source === "fill") out.fill(Buffer.from(pattern, "hex"), at, at + length);
	}
	return out;
}
