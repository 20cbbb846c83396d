/** Payloads of Android's updates, made byte by byte, with operations of every kind that a full one has. */
import { zipOf } from "./made-archives";
import { be32, image, type Made, sha, text, u32 } from "./made-bytes";

const BLOCK = 4096;

/** A block of text, as bzip2 and xz (with the filter that Android takes for programs) pack it. */
const words = text("EROFS in a payload\n".repeat(300).slice(0, BLOCK), BLOCK);
const BZIP2 =
	"QlpoOTFBWSZTWTm7bVAAAhtXgAAQQAADAJgAJCXAICAAkCmAABNVUbUP0oxMEmfqibqJ5EmhJ6yom6iZUTdRNVE5EnQkwScVE7EnVROxJwJNCT+LuSKcKEgc3baoAA==";
const XZ =
	"/Td6WFoAAAD/EtlBAgEIACEBFgB2Rvdo4A//AC9dACKUhgCsvbih2vx4cquM/4CKIki2YMWHuaSJ7ggDUbTsVx+42+LPBIejr80xoQgAAAAAAUOAIAAAALOzTVuoAAr8AgAAAAAAWVo=";

/** A frame of Zstandard with one stored block. */
const zstd = (bytes: Buffer): Buffer =>
	Buffer.concat([
		...[u32(0xfd2fb528), Buffer.of(0xa0), u32(bytes.length)],
		...[u32((bytes.length << 3) | 1).subarray(0, 3), bytes],
	]);

function varint(n: number): Buffer {
	const bytes: number[] = [];
	let rest = n;
	for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
	return Buffer.from([...bytes, rest]);
}

const number = (field: number, n: number): Buffer => Buffer.concat([varint(field * 8), varint(n)]);
const message = (field: number, ...inside: Buffer[]): Buffer => {
	const bytes = Buffer.concat(inside);
	return Buffer.concat([varint(field * 8 + 2), varint(bytes.length), bytes]);
};

export interface Operation {
	readonly type: number;
	/** First block and count of what it makes. */
	readonly to: readonly (readonly [number, number])[];
	readonly data?: Buffer;
	/** Digest of `data`; that of another when it is to lie. */
	readonly digest?: Buffer;
}

export interface Partition {
	readonly name: string;
	readonly size: number;
	/** Digest of its contents. */
	readonly digest?: Buffer;
	readonly operations: readonly Operation[];
}

export function payloadOf(partitions: readonly Partition[]): Buffer {
	const data: Buffer[] = [];
	let at = 0;
	const operation = ({ type, to, data: own, digest }: Operation): Buffer => {
		const fields = [number(1, type)];
		if (own) {
			fields.push(number(2, at), number(3, own.length), message(8, digest ?? sha(own)));
			data.push(own);
			at += own.length;
		}
		// A first block of 0 is left out, as it is the default.
		for (const [first, count] of to) {
			fields.push(message(6, ...(first ? [number(1, first)] : []), number(2, count)));
		}
		return message(8, ...fields);
	};
	const manifest = Buffer.concat([
		number(3, BLOCK),
		...partitions.map(({ name, size, digest, operations }) =>
			message(
				13,
				...[
					message(1, Buffer.from(name)),
					message(7, number(1, size), ...(digest ? [message(2, digest)] : [])),
				],
				...operations.map(operation),
			),
		),
	]);
	const signature = Buffer.alloc(33, 9);
	const head = be32(0x43724155, 0, 2, 0, manifest.length, signature.length);
	return Buffer.concat([head, manifest, signature, ...data]);
}

const blocks = image.length / BLOCK;
/** The image with its last block packed for itself, and behind it what operations of each kind make. */
const full: Partition = {
	name: "system",
	size: image.length + 6 * BLOCK,
	operations: [
		{ type: 8, to: [[blocks + 1, 1]], data: Buffer.from(XZ, "base64") },
		{ type: 6, to: [[blocks + 2, 1]] },
		{
			type: 14,
			to: [
				[0, 1],
				[blocks + 5, 1],
			],
			data: zstd(Buffer.concat([image.subarray(0, BLOCK), words])),
		},
		{ type: 1, to: [[blocks, 1]], data: Buffer.from(BZIP2, "base64") },
		{
			type: 0,
			to: [
				[1, 1],
				[2, blocks - 2],
			],
			data: image.subarray(BLOCK),
		},
		{ type: 7, to: [[blocks + 3, 2]] },
	],
};
const whole = Buffer.concat([image, words, words, Buffer.alloc(3 * BLOCK), words]);

export function payloads(): Made[] {
	const bytes = payloadOf([
		{ ...full, digest: sha(whole) },
		{ name: "none", size: 0, operations: [] },
	]);
	return [
		{ name: "payload", kind: "payload", bytes, parts: { "payload/system": whole } },
		{
			name: "update with a payload",
			kind: "zip",
			bytes: zipOf([{ name: "payload.bin", bytes }]),
			parts: { "zip/payload.bin/payload/system": whole },
		},
	];
}

/** A package in a package, compressed: the inner one has the image with what signs it. */
export function capex({ bytes, parts }: Made): Made {
	const inner = zipOf([
		{ name: "apex_manifest.pb", bytes: message(1, Buffer.from("com.example")), deflate: true },
		{ name: "apex_payload.img", bytes },
	]);
	const chain = "zip/original_apex/zip/apex_payload.img";
	return {
		name: "CAPEX",
		kind: "zip",
		bytes: zipOf([{ name: "original_apex", bytes: inner, deflate: true }]),
		parts: Object.fromEntries(
			Object.entries(parts).map(([part, wanted]) => [`${chain}/${part}`, wanted]),
		),
	};
}
