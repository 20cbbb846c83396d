/** Images of containers in archives, made byte by byte, and a blob of Nydus. */
import { readFileSync } from "node:fs";
import { tarOf } from "./made-archives";
import { image, type Made, sha } from "./made-bytes";

interface Descriptor {
	readonly mediaType: string;
	readonly digest: string;
	readonly size: number;
}

const descriptor = (mediaType: string, bytes: Buffer): Descriptor => ({
	...{ mediaType, digest: `sha256:${sha(bytes).toString("hex")}`, size: bytes.length },
});
const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
const blob = (bytes: Buffer) => ({ name: `blobs/sha256/${sha(bytes).toString("hex")}`, bytes });

/** The layout of a folder, and the chain in it that leads to the only layer. */
export function ociLayout() {
	const config = json({ os: "linux", rootfs: { type: "layers", diff_ids: [] } });
	const manifest = json({
		schemaVersion: 2,
		config: descriptor("application/vnd.oci.image.config.v1+json", config),
		layers: [descriptor("application/vnd.erofs.layer.v1", image)],
	});
	const index = json({
		schemaVersion: 2,
		manifests: [descriptor("application/vnd.oci.image.manifest.v1+json", manifest)],
	});
	const files = [
		{ name: "oci-layout", bytes: json({ imageLayoutVersion: "1.0.0" }) },
		{ name: "index.json", bytes: index },
		...[manifest, config, image].map(blob),
	];
	const name = `sha256:${sha(manifest).toString("hex")}`.slice(0, 19);
	return { files, layer: `index.json/oci/${name}/oci/layer-1` };
}

function ociArchive(): Made {
	const { files, layer } = ociLayout();
	return {
		name: "OCI layout in a tar",
		kind: "tar",
		bytes: tarOf(files),
		parts: { [`tar/${layer}`]: image },
	};
}

/** What `docker save` writes, and its only layer. */
export function dockerSaved() {
	const layer = tarOf([{ name: "in.img", bytes: image }]);
	const digest = `sha256:${sha(layer).toString("hex")}`;
	const config = json({ os: "linux", rootfs: { type: "layers", diff_ids: [digest] } });
	const name = `${sha(config).toString("hex")}.json`;
	const manifest = [{ Config: name, RepoTags: ["a:1"], Layers: ["one/layer.tar"] }];
	const files = [
		{ name, bytes: config },
		{ name: "one/layer.tar", bytes: layer },
		{ name: "manifest.json", bytes: json(manifest) },
	];
	return { files, layer };
}

function dockerArchive(): Made {
	const { files, layer } = dockerSaved();
	return {
		name: "docker-save archive",
		kind: "tar",
		bytes: tarOf(files),
		parts: { "tar/manifest.json/docker/layer-1": layer },
	};
}

function nydusBlob(): Made {
	const bytes = readFileSync(new URL("nydus/inlined-meta.blob", import.meta.url));
	return { name: "Nydus blob", kind: "nydus", bytes, parts: {} };
}

export const containers = (): Made[] => [ociArchive(), dockerArchive(), nydusBlob()];
