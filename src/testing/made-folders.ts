/** Folders of files that belong together, made byte by byte, with what is listed of them. */
import { readFileSync } from "node:fs";
import { fixture } from "./fixtures";
import { sparsePiece, superOnTwo, updates } from "./made-android";
import { image } from "./made-bytes";
import { composefs } from "./made-composefs";
import { dockerSaved, ociLayout } from "./made-containers";
import { disks } from "./made-disks";

export interface MadeFolder {
	readonly name: string;
	/** By path. */
	readonly files: Readonly<Record<string, Uint8Array>>;
	/** Chains in it that lead to images. */
	readonly images: readonly string[];
}

type Listed = readonly { readonly name: string; readonly bytes: Uint8Array }[];
const byName = (files: Listed) => Object.fromEntries(files.map(({ name, bytes }) => [name, bytes]));

/** In pieces of `simg2simg`. */
function splitSparse(): MadeFolder {
	const ends = [0, 1, 3, image.length / 4096];
	const pieces = ends
		.slice(1)
		.map((end, i) => [`system.img_sparsechunk.${i}`, sparsePiece(ends[i] as number, end)]);
	return {
		name: "sparse image in pieces",
		files: Object.fromEntries(pieces),
		images: ["system.img_sparsechunk.0/sparse"],
	};
}

/** A disk of nothing but holes over another one: over a base it names. */
function layeredDisk(): MadeFolder {
	const over = Buffer.from(disks[1]?.bytes ?? []);
	const [cluster, name] = [1024, "base.raw"];
	over.fill(0, cluster, 2 * cluster);
	over.write(name, 512, "latin1");
	over.writeBigUInt64BE(512n, 8);
	over.writeUInt32BE(name.length, 16);
	return {
		name: "disk over another",
		files: { "disks/over.qcow2": over, "disks/base.raw": image },
		images: ["disks/over.qcow2/qcow2", "disks/base.raw"],
	};
}

function diskInExtents(): MadeFolder {
	const sectors = image.length / 512;
	const half = sectors >> 1;
	const words = [
		"# Disk DescriptorFile",
		"parentCID=ffffffff",
		`RW ${half} FLAT "disk-f001.vmdk" 0`,
		`RW ${sectors - half} FLAT "disk-f002.vmdk" 1`,
		'RW 64 ZERO\nRW 8 SPARSE "not-here.vmdk"',
	];
	return {
		name: "disk in extents",
		files: {
			"disk-f001.vmdk": image.subarray(0, half * 512),
			"disk-f002.vmdk": Buffer.concat([Buffer.alloc(512), image.subarray(half * 512)]),
			"disk.vmdk": Buffer.from(words.join("\n")),
		},
		images: ["disk.vmdk/vmdk"],
	};
}

function onDevices(): MadeFolder {
	const { file, devices } = fixture("blobdev-48bit");
	const blobs = devices.map((device, i) => [`blobs/${i}.blob`, readFileSync(device)]);
	return {
		name: "image with its devices",
		files: { "image.erofs": readFileSync(file), ...Object.fromEntries(blobs) },
		images: ["image.erofs"],
	};
}

const partitions = superOnTwo();
const oci = ociLayout();
const store = composefs().files;

export const folders: readonly MadeFolder[] = [
	splitSparse(),
	layeredDisk(),
	diskInExtents(),
	onDevices(),
	...updates().map(({ name, files }) => ({
		...{ name: `block update with ${name}`, files: byName(files) },
		images: ["system.transfer.list/transfer"],
	})),
	{
		name: "super on two devices",
		files: { "super.img": partitions.disk, "vendor.img": partitions.vendor },
		images: ["super.img/super/system_a", "super.img/super/system_b"],
	},
	// The objects are images, too.
	{ name: "composefs with its store", files: store, images: Object.keys(store) },
	{ name: "OCI layout", files: byName(oci.files), images: [oci.layer] },
	{
		name: "what docker saved",
		files: byName(dockerSaved().files),
		images: ["manifest.json/docker/layer-1/tar/in.img"],
	},
];
