/** A vbmeta: a header, its hash and signature, and descriptors that state what partitions hash to. */
import { asPosition } from "../base/exact";
import { hexOf } from "../base/text";
import type { Decoded } from "../schema/struct";
import { descriptorHead, hashDescriptor, hashtree, VBMETA, vbmetaHeader } from "./avb-tables";
import { copyOf, Pieces } from "./pieces";
import type { Reading } from "./reading";
import { type Algorithm, by, HashTree, type Sum, salted } from "./sums";
import { startsWith, textIn } from "./tables";

const HASHTREE = 1n;
const HASH = 2n;
const DIGEST = { key: "digest", role: "checksum", doc: "What the image hashes to." } as const;
const HASH_OF_ALL = {
	key: "vbmeta_hash",
	role: "checksum",
	doc: "What header and statements hash to; it is signed.",
} as const;
const SALT = { key: "salt", role: "data", doc: "In front of what is hashed." } as const;
const BODY = { key: "descriptor", role: "data", doc: "What is stated." } as const;
/** Descriptors looked at. */
const MOST = 1000;
/** Bytes of a salt or digest. */
const MOST_DIGEST = 1024;

const ALGORITHMS: Readonly<Record<string, Algorithm>> = {
	sha1: "SHA-1",
	sha256: "SHA-256",
	sha512: "SHA-512",
};
/** By the way in which the vbmeta is signed. */
const SIGNED: Readonly<Record<number, Algorithm>> = {
	1: "SHA-256",
	2: "SHA-256",
	3: "SHA-256",
	4: "SHA-512",
	5: "SHA-512",
	6: "SHA-512",
};

export interface Tree extends Decoded<typeof hashtree> {
	/** Its root, in words. */
	readonly root: string;
}

export interface Vbmeta {
	/** The first tree that it tells of. */
	readonly tree?: Tree;
	/** Of itself, and of the partition that it is in. */
	readonly sums: readonly Sum[];
}

/** What the vbmeta at byte `start` tells. @throws Missing */
export function vbmetaAt(reading: Reading, start: number, size: number): Vbmeta {
	if (size < VBMETA || !startsWith(reading.bytes.slice(start, start + 4), "AVB0")) {
		reading.report({
			code: "avb-vbmeta",
			severity: "error",
			text: "Where the footer points there is no vbmeta.",
			structure: vbmetaHeader.name,
			at: { space: reading.home.space, start, end: start + 4 },
			allowed: "AVB0",
		});
		return { sums: [] };
	}
	const head = reading.read(vbmetaHeader, start);
	const sums = ownSum(reading, head, start, size);
	const from =
		BigInt(start + VBMETA) + head.authentication_data_block_size + head.descriptors_offset;
	const to = from + head.descriptors_size;
	if (to > BigInt(start + size)) {
		reading.blame(vbmetaHeader, "descriptors_size", start, {
			code: "avb-descriptors",
			text: "The descriptors lie outside of the vbmeta; they are not read.",
			seen: `bytes ${from} to ${to}`,
		});
		return { sums };
	}
	let tree: Tree | undefined;
	for (const { at, end, tag } of descriptorsIn(reading, asPosition(from), asPosition(to))) {
		if (tag === HASHTREE && end - at >= hashtree.size) {
			const told = treeAt(reading, at, end);
			tree ??= told.tree;
			sums.push(...told.sums);
		} else if (tag === HASH && end - at >= hashDescriptor.size) {
			sums.push(...hashAt(reading, at, end));
		} else {
			reading.read(descriptorHead, at);
			reading.slice(BODY, at + descriptorHead.size, end);
		}
	}
	return { sums, ...(tree ? { tree } : {}) };
}

/** The hash of the vbmeta itself: of its header, and of the block with key and descriptors. */
function ownSum(
	reading: Reading,
	head: Decoded<typeof vbmetaHeader>,
	start: number,
	size: number,
): Sum[] {
	const algorithm = SIGNED[head.algorithm_type];
	const first = BigInt(start + VBMETA) + head.hash_offset;
	const [at, end] = [asPosition(first), asPosition(first + head.hash_size)];
	const rest = BigInt(start + VBMETA) + head.authentication_data_block_size;
	const last = rest + head.auxiliary_data_block_size;
	if (!algorithm || last > BigInt(start + size) || end > start + size || end - at > MOST_DIGEST)
		return [];
	const bytes = Pieces.slice(start, start + VBMETA);
	bytes.add(asPosition(last - rest), copyOf(asPosition(rest)));
	const said = { ...by(algorithm), of: "header and statements of the vbmeta" };
	const value = Uint8Array.from(reading.slice(HASH_OF_ALL, at, end));
	const place = { space: reading.home.space, start: at, end };
	return [{ ...said, structure: vbmetaHeader.name, value, at: place, bytes }];
}

interface Descriptor {
	readonly at: number;
	readonly end: number;
	readonly tag: bigint;
}

function* descriptorsIn(reading: Reading, from: number, to: number): Generator<Descriptor> {
	for (let at = from, n = 0; at + descriptorHead.size <= to && n < MOST; n++) {
		const { tag, num_bytes_following: rest } = reading.look(descriptorHead, at);
		const end = BigInt(at + descriptorHead.size) + rest;
		if (end > BigInt(to)) {
			reading.blame(descriptorHead, "num_bytes_following", at, {
				code: "avb-descriptor",
				text: "A descriptor reaches beyond the last one; it and all behind it are not read.",
				seen: String(rest),
			});
			return;
		}
		yield { at, end: asPosition(end), tag };
		at = asPosition(end);
	}
}

/** Salt and digest behind a descriptor; undefined where they do not fit. */
function behind(reading: Reading, start: number, end: number, salt: number, digest: number) {
	const [digestAt, digestEnd] = [start + salt, start + salt + digest];
	if (digestEnd > end || salt > MOST_DIGEST || digest > MOST_DIGEST) return undefined;
	return {
		salt: Uint8Array.from(reading.slice(SALT, start, digestAt)),
		value: Uint8Array.from(reading.slice(DIGEST, digestAt, digestEnd)),
		at: { space: reading.home.space, start: digestAt, end: digestEnd },
	};
}

function treeAt(reading: Reading, at: number, end: number): { tree: Tree; sums: Sum[] } {
	const tree = reading.read(hashtree, at);
	const { partition_name_len, salt_len, root_digest_len, data_block_size: block } = tree;
	const start = at + hashtree.size + partition_name_len;
	const stated = behind(reading, start, end, salt_len, root_digest_len);
	const root = stated ? `root ${hexOf(stated.value)}` : "";
	const algorithm = ALGORITHMS[textIn(tree.hash_algorithm)];
	const isUsual = block === tree.hash_block_size && block >= 512 && block <= 1 << 16;
	const size = tree.image_size;
	if (!stated || !algorithm || !isUsual || size > BigInt(reading.size)) {
		return { tree: { ...tree, root }, sums: [] };
	}
	const sum: Sum = {
		...{ of: "the image, by its hash tree", kind: `${algorithm} root`, structure: hashtree.name },
		...{ value: stated.value, at: stated.at, bytes: Pieces.slice(0, asPosition(size)) },
		begin: () => new HashTree(() => salted(algorithm, stated.salt), block),
	};
	return { tree: { ...tree, root }, sums: [sum] };
}

function hashAt(reading: Reading, at: number, end: number): Sum[] {
	const head = reading.read(hashDescriptor, at);
	const { partition_name_len, salt_len, digest_len, image_size: size } = head;
	const start = at + hashDescriptor.size + partition_name_len;
	const stated = behind(reading, start, end, salt_len, digest_len);
	const algorithm = ALGORITHMS[textIn(head.hash_algorithm)];
	if (!stated || !algorithm || size > BigInt(reading.size)) return [];
	return [
		{
			...{ of: "the image", kind: `${algorithm} with salt`, structure: hashDescriptor.name },
			...{ value: stated.value, at: stated.at, bytes: Pieces.slice(0, asPosition(size)) },
			begin: () => salted(algorithm, stated.salt),
		},
	];
}
