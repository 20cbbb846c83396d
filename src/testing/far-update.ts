/** An update of 4 GB as it lies on a server: only what is not zero is in memory. */
import { crc32 } from "node:zlib";
import type { ByteSource } from "../base/source";

interface Placed {
	readonly at: number;
	readonly bytes: Uint8Array;
}

/** Zeros but for what is placed. It says of each read that it was asked for. */
export function sparseSource(
	label: string,
	size: number,
	placed: readonly Placed[],
	asked: (start: number, end: number) => void,
): ByteSource {
	return {
		...{ id: label, label, size },
		async read(start, end) {
			asked(start, end);
			const out = new Uint8Array(end - start);
			for (const { at, bytes } of placed) {
				const from = Math.max(start, at);
				const to = Math.min(end, at + bytes.length);
				if (from < to) out.set(bytes.subarray(from - at, to - at), from - start);
			}
			return out;
		},
	};
}

const varint = (n: number): number[] =>
	n < 128 ? [n] : [(n % 128) | 128, ...varint(Math.floor(n / 128))];
const number = (field: number, n: number): Buffer =>
	Buffer.from([...varint(field * 8), ...varint(n)]);
const message = (field: number, ...parts: readonly Buffer[]): Buffer => {
	const body = Buffer.concat(parts);
	return Buffer.concat([Buffer.from([...varint(field * 8 + 2), ...varint(body.length)]), body]);
};

const BLOCK = 4096;
/** Blocks of an operation, as real payloads have them. */
const AT_ONCE = 512;

interface Partition {
	readonly name: string;
	readonly blocks: number;
	/** Its first bytes; the rest is zeros. */
	readonly bytes: Uint8Array;
}

/** A full payload whose operations all store what they make. */
function payloadOf(partitions: readonly Partition[]): { size: number; placed: Placed[] } {
	let data = 0;
	const begins: Placed[] = [];
	const told = partitions.map(({ name, blocks, bytes }) => {
		begins.push({ at: data, bytes });
		const operations: Buffer[] = [];
		for (let block = 0; block < blocks; block += AT_ONCE) {
			const count = Math.min(AT_ONCE, blocks - block);
			const extent = message(6, number(1, block), number(2, count));
			const where = [number(2, data), number(3, count * BLOCK)];
			operations.push(message(8, number(1, 0), ...where, extent, message(8, Buffer.alloc(32, 7))));
			data += count * BLOCK;
		}
		return message(
			13,
			message(1, Buffer.from(name)),
			message(7, number(1, blocks * BLOCK)),
			...operations,
		);
	});
	const manifest = Buffer.concat([number(3, BLOCK), ...told]);
	const head = Buffer.alloc(24);
	head.write("CrAU");
	head.writeBigUInt64BE(2n, 4);
	head.writeBigUInt64BE(BigInt(manifest.length), 12);
	const start = head.length + manifest.length;
	return {
		size: start + data,
		placed: [
			{ at: 0, bytes: Buffer.concat([head, manifest]) },
			...begins.map(({ at, bytes }) => ({ at: start + at, bytes })),
		],
	};
}

const u16 = (...n: number[]): Buffer => Buffer.from(Uint16Array.from(n).buffer);
const u32 = (...n: number[]): Buffer => Buffer.from(Uint32Array.from(n).buffer);

type Asked = (start: number, end: number) => void;

/** A zip archive with a stored payload of four partitions, between small members. */
export function farUpdate(system: Uint8Array, asked: Asked): ByteSource {
	const payload = payloadOf([
		{ name: "boot", blocks: 16_384, bytes: Buffer.from("ANDROID!") },
		{ name: "system", blocks: 400_000, bytes: system },
		{ name: "vendor", blocks: 240_000, bytes: new Uint8Array() },
		{ name: "product", blocks: 320_000, bytes: new Uint8Array() },
	]);
	const text = Buffer.from("ota-type=AB\n");
	const members = [
		{ name: "META-INF/com/android/metadata", size: text.length, placed: [{ at: 0, bytes: text }] },
		{ name: "payload.bin", ...payload },
		{ name: "payload_properties.txt", size: text.length, placed: [{ at: 0, bytes: text }] },
	];
	const placed: Placed[] = [];
	const directory: Buffer[] = [];
	let at = 0;
	for (const { name, size, placed: parts } of members) {
		const label = Buffer.from(name);
		// The sum of the payload is not right; who reads a part of it cannot know.
		const sizes = u32(crc32(text), size, size);
		placed.push({
			at,
			bytes: Buffer.concat([
				u32(0x04034b50),
				u16(20, 0, 0, 0, 0),
				sizes,
				u16(label.length, 0),
				label,
			]),
		});
		directory.push(
			...[u32(0x02014b50), u16(20, 20, 0, 0, 0, 0), sizes, u16(label.length, 0, 0, 0, 0)],
			...[u32(0, at), label],
		);
		const start = at + 30 + label.length;
		placed.push(...parts.map((part) => ({ ...part, at: start + part.at })));
		at = start + size;
	}
	const listed = Buffer.concat(directory);
	const count = members.length;
	const end = [u32(0x06054b50), u16(0, 0, count, count), u32(listed.length, at), u16(0)];
	const bytes = Buffer.concat([listed, ...end]);
	return sparseSource("ota.zip", at + bytes.length, [...placed, { at, bytes }], asked);
}
