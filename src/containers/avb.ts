/**
 * What Android Verified Boot puts behind an image: a hash tree, codes to mend it, a vbmeta with
 * descriptors, and at the very end a footer that leads to them. All numbers are big-endian.
 */

import { asPosition } from "../base/exact";
import { hexOf } from "../base/text";
import { exactBytes } from "../base/words";
import type { Field } from "../schema/field";
import { Pieces } from "./pieces";
import { Reading } from "./reading";
import { big as f, showText, startsWith, table } from "./tables";
import type { Part, Wrapper } from "./wrapper";

const FOOTER = 64;
const VBMETA = 256;

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

const HASHTREE = 1n;
const DIGEST = {
	key: "root_digest",
	role: "checksum",
	doc: "The hash of the whole tree.",
} as const;
const BODY = { key: "descriptor", role: "data", doc: "What is stated." } as const;
/** Descriptors looked at. */
const MOST = 1000;

export const avb: Wrapper = {
	id: "avb",
	name: "an image with a footer of Android Verified Boot",
	reads: "the image in front, hash tree, FEC and vbmeta",
	probeTail: (tail) => startsWith(tail, "AVBf", tail.length - FOOTER),
	async open({ signal, ...home }) {
		const reading = new Reading(home, signal);
		return { readings: [reading], parts: await reading.step(() => partsOf(reading)) };
	},
};

function partsOf(reading: Reading): Part[] {
	const at = reading.size - FOOTER;
	const { original_image_size, vbmeta_offset, vbmeta_size } = reading.read(footer, at);
	const parts: Part[] = [];
	const add = (
		name: string,
		start: bigint,
		size: bigint,
		field: string,
		detail?: string,
	): boolean => {
		if (size === 0n) return false;
		if (start + size <= BigInt(at)) {
			const [from, to] = [asPosition(start), asPosition(start + size)];
			parts.push({
				name,
				size: to - from,
				bytes: Pieces.slice(from, to),
				...(detail ? { detail } : {}),
				...(start === 0n ? { isMain: true } : {}),
			});
			return true;
		}
		reading.report({
			code: "avb-beyond",
			severity: "error",
			text: `The footer or the vbmeta says that the ${name} ends behind the partition; it is left out.`,
			structure: footer.name,
			field,
			at: { space: reading.home.space, start: at, end: at + FOOTER },
			seen: `bytes ${start} to ${start + size}`,
			allowed: `within ${exactBytes(at)}`,
		});
		return false;
	};
	add("image", 0n, original_image_size, "original_image_size");
	if (!add("vbmeta", vbmeta_offset, vbmeta_size, "vbmeta_offset")) return parts;
	for (const tree of hashtreesOf(reading, asPosition(vbmeta_offset), asPosition(vbmeta_size))) {
		const { tree_offset, tree_size, fec_offset, fec_size, digest } = tree;
		add("hashtree", tree_offset, tree_size, "tree_offset", digest);
		add("fec", fec_offset, fec_size, "fec_offset");
		break;
	}
	return parts;
}

/** The hash trees that the vbmeta at byte `start` tells of. */
function* hashtreesOf(reading: Reading, start: number, size: number) {
	if (size < VBMETA || !startsWith(reading.bytes.slice(start, start + 4), "AVB0")) {
		reading.report({
			code: "avb-vbmeta",
			severity: "error",
			text: "Where the footer points there is no vbmeta.",
			structure: vbmetaHeader.name,
			at: { space: reading.home.space, start, end: start + 4 },
			allowed: "AVB0",
		});
		return;
	}
	const head = reading.read(vbmetaHeader, start);
	const from =
		BigInt(start + VBMETA) + head.authentication_data_block_size + head.descriptors_offset;
	const to = from + head.descriptors_size;
	if (to > BigInt(start + size)) {
		reading.blame(vbmetaHeader, "descriptors_size", start, {
			code: "avb-descriptors",
			text: "The descriptors lie outside of the vbmeta; they are not read.",
			seen: `bytes ${from} to ${to}`,
		});
		return;
	}
	const end = asPosition(to);
	for (let at = asPosition(from), n = 0; at + 16 <= end && n < MOST; n++) {
		const { tag, num_bytes_following: rest } = reading.look(descriptorHead, at);
		const next = BigInt(at + 16) + rest;
		if (next > to) {
			reading.blame(descriptorHead, "num_bytes_following", at, {
				code: "avb-descriptor",
				text: "A descriptor reaches beyond the last one; it and all behind it are not read.",
				seen: String(rest),
			});
			return;
		}
		const behind = asPosition(next);
		if (tag === HASHTREE && behind - at >= hashtree.size) {
			const tree = reading.read(hashtree, at);
			const digestAt = at + hashtree.size + tree.partition_name_len + tree.salt_len;
			const digestEnd = digestAt + tree.root_digest_len;
			const digest =
				digestEnd <= behind ? `root ${hexOf(reading.slice(DIGEST, digestAt, digestEnd))}` : "";
			yield { ...tree, digest };
		} else {
			reading.read(descriptorHead, at);
			reading.slice(BODY, at + 16, behind);
		}
		at = behind;
	}
}
