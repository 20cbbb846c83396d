/** Structures of Android Verified Boot. All numbers are big-endian. */
import type { Field } from "../schema/field";
import { big as f, showText, table } from "./tables";

export const FOOTER = 64;
export const VBMETA = 256;

export const footer = table(
	"AvbFooter",
	FOOTER,
	"The last bytes of a partition; leads to the vbmeta.",
	{
		magic: f.bytes(0, 4, { role: "magic", doc: "AVBf.", show: showText }),
		version_major: f.u32(4, { role: "id", doc: "Another major version has another layout." }),
		version_minor: f.u32(8, { role: "id", doc: "Readers may ignore it." }),
		original_image_size: f.u64(12, { role: "size", doc: "Bytes of the image in front." }),
		vbmeta_offset: f.u64(20, { role: "pointer", doc: "Where the vbmeta is." }),
		vbmeta_size: f.u64(28, { role: "size", doc: "Bytes of the vbmeta." }),
		reserved: f.reserved(36, 28),
	},
);

type Pair<N extends string> = Record<`${N}_offset` | `${N}_size`, Field<bigint, undefined>>;

const pair = <N extends string>(name: N, at: number, doc: string): Pair<N> =>
	({
		[`${name}_offset`]: f.u64(at, { role: "pointer", doc: `Where it is in its block: ${doc}` }),
		[`${name}_size`]: f.u64(at + 8, { role: "size", doc: `Bytes: ${doc}` }),
	}) as Pair<N>;

export const vbmetaHeader = table(
	"AvbVBMetaImageHeader",
	VBMETA,
	"Signed statements about partitions: what their contents hash to.",
	{
		magic: f.bytes(0, 4, { role: "magic", doc: "AVB0.", show: showText }),
		required_libavb_version_major: f.u32(4, { role: "id", doc: "What a reader must know." }),
		required_libavb_version_minor: f.u32(8, { role: "id", doc: "What a reader must know." }),
		authentication_data_block_size: f.u64(12, {
			role: "size",
			doc: "Bytes of hash and signature.",
		}),
		auxiliary_data_block_size: f.u64(20, { role: "size", doc: "Bytes of key and descriptors." }),
		algorithm_type: f.u32(28, {
			role: "id",
			doc: "How it is signed.",
			names: {
				0: "none",
				1: "SHA256_RSA2048",
				2: "SHA256_RSA4096",
				3: "SHA256_RSA8192",
				4: "SHA512_RSA2048",
				5: "SHA512_RSA4096",
				6: "SHA512_RSA8192",
			},
		}),
		...pair("hash", 32, "the hash of header and auxiliary block."),
		...pair("signature", 48, "the signature of that hash."),
		...pair("public_key", 64, "the key that checks it."),
		...pair("public_key_metadata", 80, "what is said about the key."),
		...pair("descriptors", 96, "what is stated about partitions."),
		rollback_index: f.u64(112, {
			role: "id",
			doc: "Devices refuse lower ones than they have seen.",
		}),
		flags: f.u32(120, {
			role: "flags",
			doc: "What is turned off.",
			bits: [
				{ mask: 1, label: "no hashtree", doc: "Hash trees are not checked." },
				{ mask: 2, label: "no verification", doc: "Nothing is checked." },
			],
		}),
		rollback_index_location: f.u32(124, {
			role: "id",
			doc: "Which of the device's counters is meant.",
		}),
		release_string: f.bytes(128, 48, {
			role: "text",
			doc: "The program that made it.",
			show: showText,
		}),
		reserved: f.reserved(176, 80),
	},
);

export const descriptorHead = table(
	"AvbDescriptor",
	16,
	"A statement; its kind says what follows.",
	{
		tag: f.u64(0, {
			role: "id",
			doc: "What is stated.",
			names: {
				0: "property",
				1: "hash tree",
				2: "hash",
				3: "kernel command line",
				4: "chain partition",
			},
		}),
		num_bytes_following: f.u64(8, {
			role: "size",
			doc: "Bytes behind this head, a multiple of 8.",
		}),
	},
);

export const hashtree = table(
	"AvbHashtreeDescriptor",
	180,
	"Where the hash tree of an image is, and its root.",
	{
		tag: f.u64(0, { role: "id", doc: "1: hash tree." }),
		num_bytes_following: f.u64(8, { role: "size", doc: "Bytes behind these two fields." }),
		dm_verity_version: f.u32(16, { role: "id", doc: "Version of dm-verity." }),
		image_size: f.u64(20, { role: "size", doc: "Bytes that the tree is about." }),
		tree_offset: f.u64(28, { role: "pointer", doc: "Where the tree is in the partition." }),
		tree_size: f.u64(36, { role: "size", doc: "Bytes of the tree." }),
		data_block_size: f.u32(44, { role: "size", doc: "Bytes of a block that is hashed." }),
		hash_block_size: f.u32(48, { role: "size", doc: "Bytes of a block of hashes." }),
		fec_num_roots: f.u32(52, { role: "count", doc: "Roots of the codes that mend errors." }),
		fec_offset: f.u64(56, { role: "pointer", doc: "Where these codes are." }),
		fec_size: f.u64(64, { role: "size", doc: "Bytes of these codes." }),
		hash_algorithm: f.bytes(72, 32, { role: "text", doc: "Name of the hash.", show: showText }),
		partition_name_len: f.u32(104, {
			role: "size",
			doc: "Bytes of the name behind this structure.",
		}),
		salt_len: f.u32(108, { role: "size", doc: "Bytes of the salt behind the name." }),
		root_digest_len: f.u32(112, { role: "size", doc: "Bytes of the digest behind the salt." }),
		flags: f.u32(116, { role: "flags", doc: "Bit 0: not checked where A/B is not used." }),
		reserved: f.reserved(120, 60),
	},
);

export const hashDescriptor = table("AvbHashDescriptor", 132, "The hash of an image.", {
	tag: f.u64(0, { role: "id", doc: "2: hash." }),
	num_bytes_following: f.u64(8, { role: "size", doc: "Bytes behind these two fields." }),
	image_size: f.u64(16, { role: "size", doc: "Bytes that the hash is of." }),
	hash_algorithm: f.bytes(24, 32, { role: "text", doc: "Name of the hash.", show: showText }),
	partition_name_len: f.u32(56, {
		role: "size",
		doc: "Bytes of the name behind this structure.",
	}),
	salt_len: f.u32(60, { role: "size", doc: "Bytes of the salt behind the name." }),
	digest_len: f.u32(64, { role: "size", doc: "Bytes of the digest behind the salt." }),
	flags: f.u32(68, { role: "flags", doc: "Bit 0: not checked where A/B is not used." }),
	reserved: f.reserved(72, 60),
});
