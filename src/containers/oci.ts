/**
 * Images of containers: what index and manifest of an OCI layout say. They are JSON that names other
 * files of the same folder or archive by their digests.
 */
import { sha256 } from "../base/hashes";
import { bytesOfHex, hexOf, showName } from "../base/text";
import { exactBytes } from "../base/words";
import { asCount, asList, asText, member, placeIn, readJson } from "./json";
import type { Near, Nearby } from "./near";
import { Pieces } from "./pieces";
import { Reading } from "./reading";
import { type Algorithm, by, type Sum } from "./sums";
import { startsWith } from "./tables";
import { uniqueNames } from "./unique";
import type { Given, Part, Wrapper } from "./wrapper";

/** Images of an index, and layers of an image, that are listed. */
const MOST_PARTS = 4096;
/** Documents are checked against their digests when they are met; layers are not read for it. */
const MOST_CHECKED = 4 << 20;

export const beginning = (head: Uint8Array): string => showName(head.subarray(0, 1024));

export const oci: Wrapper = {
	id: "oci",
	name: "an index or manifest of an OCI image",
	reads: "folders and archives of them: images of an index, layers with their media types",
	probe: (head) =>
		startsWith(head, "{") &&
		/"(schemaVersion|mediaType)"/.test(beginning(head)) &&
		/"(manifests|layers|config)"/.test(beginning(head)),
	async open(given) {
		const reading = new Reading(given, given.signal);
		const document = await readJson(reading);
		const manifests = asList(member(document, "manifests"));
		const layers = asList(member(document, "layers")).map((one, i) => [`layer-${i + 1}`, one]);
		const config = member(document, "config");
		const unique = uniqueNames();
		const named: [string, unknown][] = [
			...manifests.map((one): [string, unknown] => [imageName(one), one]),
			...(layers as [string, unknown][]),
			...(config === undefined ? [] : [["config", config] as [string, unknown]]),
		];
		const listed = named
			.slice(0, MOST_PARTS)
			.map(([name, descriptor]): [string, unknown] => [unique(name), descriptor]);
		const parts = await Promise.all(
			listed.map(([name, descriptor]) => partOf(name, descriptor, given, reading)),
		);
		return { readings: [reading], parts, sums: () => sumsOf(listed, given, reading) };
	},
};

const ALGORITHMS: Readonly<Record<string, Algorithm>> = { sha256: "SHA-256", sha512: "SHA-512" };

/** Of all that descriptors name by their digests. */
async function* sumsOf(
	named: readonly (readonly [name: string, descriptor: unknown])[],
	{ near }: Given,
	reading: Reading,
): AsyncGenerator<Sum> {
	for (const [of, descriptor] of named) {
		const digest = asText(member(descriptor, "digest")) ?? "";
		const [name = "", hex = ""] = digest.split(":");
		const algorithm = ALGORITHMS[name];
		const bytes = blobOf(near, digest);
		if (!algorithm || !bytes) continue;
		const place = await placeIn(reading, digest);
		const said = { ...by(algorithm), of, value: bytesOfHex(hex), structure: "descriptor" };
		yield { ...said, bytes, at: place };
	}
}

/** As people call it: by its tag, the platform it is for, or else its digest. */
function imageName(descriptor: unknown): string {
	const annotations = member(descriptor, "annotations");
	const tag =
		asText(member(annotations, "org.opencontainers.image.ref.name")) ??
		asText(member(annotations, "io.containerd.image.name"));
	const platform = member(descriptor, "platform");
	const system = ["os", "architecture", "variant"].map((key) => asText(member(platform, key)));
	const digest = asText(member(descriptor, "digest")) ?? "image";
	return tag || system.filter(Boolean).join("-") || digest.slice(0, 19);
}

/** A file by its digest: as a layout has it, or with the digest as its name. */
function blobOf(near: Nearby, digest: string): Near | undefined {
	const [, algorithm, hex] = /^([a-z0-9+._-]+):([0-9a-f]{32,128})$/.exec(digest) ?? [];
	if (!algorithm || !hex) return undefined;
	return near.find(`blobs/${algorithm}/${hex}`) ?? near.find(hex);
}

async function partOf(
	name: string,
	descriptor: unknown,
	{ near, ...given }: Given,
	reading: Reading,
): Promise<Part> {
	const type = asText(member(descriptor, "mediaType")) ?? "no media type";
	const digest = asText(member(descriptor, "digest")) ?? "";
	const size = asCount(member(descriptor, "size"));
	const annotations = member(descriptor, "annotations");
	const role = asText(member(annotations, "org.erofs.role"));
	const detail = [type, role && `role ${role}`].filter(Boolean).join(", ");
	const blob = blobOf(near, digest);
	const common = { name, detail, ...(role === "device" ? { isDevice: true as const } : {}) };
	if (!blob) return { ...common, size, bytes: missing(size, `${name}, ${digest},`) };
	const wrong = (code: string, text: string, seen: string, allowed: string) =>
		reading.report({
			...{ code, severity: "error", text, seen, allowed, structure: "descriptor" },
			at: { space: given.space, start: 0, end: reading.size },
		});
	if (size !== undefined && blob.size !== undefined && blob.size !== size) {
		const text = `${name} has another size than its descriptor says.`;
		wrong("oci-size", text, exactBytes(blob.size), exactBytes(size));
	} else if (type.endsWith("json") && digest.startsWith("sha256:") && (size ?? 0) < MOST_CHECKED) {
		const { source } = await blob.open(given);
		const all = await source.read(0, Math.min(source.size, MOST_CHECKED), given.signal);
		const found = `sha256:${hexOf(sha256(all))}`;
		if (found !== digest)
			wrong("oci-digest", `${name} is not what its digest says.`, found, digest);
	}
	return { ...common, size: blob.size, bytes: blob };
}

/** Bytes that another file would have. */
export function missing(size: number | undefined, what: string): Pieces {
	const pieces = new Pieces();
	const message = `${what} is not among the files that were given.`;
	pieces.add(size || 1, {
		kind: "lost",
		why: { message, hint: "Give the whole folder or archive." },
	});
	return pieces;
}
