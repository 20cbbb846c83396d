/** Damage from a seed: fields that get values of their edges, and bytes that get anything. */
import { crc32c } from "../../base/crc32c";
import type { Range } from "../../base/range";
import { checksumEnd } from "../../erofs/checksum";
import { COMPAT } from "../../erofs/structs/features";
import { SB_OFFSET, superblock } from "../../erofs/structs/superblock";
import { chance, pick } from "../shuffled";
import type { FieldPlace } from "./fields";

export interface Mutation {
	readonly bytes: Uint8Array<ArrayBuffer>;
	/** What was changed, in words. */
	readonly what: readonly string[];
	/** And where. */
	readonly touched: readonly Range[];
}

/** Changes to one image at most. */
const MOST_CHANGES = 4;
/** Fields are written as integers up to this many bytes. */
const WORD = 8;

/** @param fields of the image, as `fieldsOf` lists them */
export function mutated(image: Uint8Array, fields: readonly FieldPlace[], seed: number): Mutation {
	const random = chance(seed);
	let bytes = image.slice() as Uint8Array<ArrayBuffer>;
	const what: string[] = [];
	for (let left = 1 + pick(random, MOST_CHANGES); left > 0; left--) {
		const place = pick(random, 4) > 0 ? fields[pick(random, fields.length)] : undefined;
		what.push(place ? changeField(bytes, place, random) : changeBytes(bytes, random));
	}
	if (pick(random, 16) === 0) {
		const length = pick(random, bytes.length);
		what.push(`cut off at ${length}`);
		bytes = bytes.slice(0, length);
	}
	if (pick(random, 2) === 0 && sign(bytes)) what.push("checksum made right");
	return { bytes, what, touched: differences(image, bytes) };
}

/** Runs of bytes that differ; behind the end of the shorter, all. */
function differences(one: Uint8Array, other: Uint8Array): Range[] {
	const ranges: Range[] = [];
	const length = Math.min(one.length, other.length);
	for (let i = 0; i < length; i++) {
		if (one[i] === other[i]) continue;
		const start = i;
		while (i < length && one[i] !== other[i]) i++;
		ranges.push({ start, end: i });
	}
	if (one.length !== other.length) {
		ranges.push({ start: length, end: Math.max(one.length, other.length) });
	}
	return ranges;
}

function changeField(
	bytes: Uint8Array,
	{ name, start, end }: FieldPlace,
	random: () => number,
): string {
	const size = Math.min(end, bytes.length) - start;
	if (size <= 0) return `${name} is not there`;
	if (size > WORD) {
		bytes[start + pick(random, size)] = pick(random, 256);
		return `a byte of ${name} at ${start}`;
	}
	const before = read(bytes, start, size);
	const after = BigInt.asUintN(8 * size, edge(before, size, bytes.length, random));
	for (let i = 0; i < size; i++) bytes[start + i] = Number((after >> BigInt(8 * i)) & 0xffn);
	return `${name} at ${start}: ${before} to ${after}`;
}

function read(bytes: Uint8Array, start: number, size: number): bigint {
	let value = 0n;
	for (let i = size - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[start + i] as number);
	return value;
}

/** A value where rules and counts turn over, or near the one that was there. */
function edge(before: bigint, size: number, length: number, random: () => number): bigint {
	const bit = 1n << BigInt(pick(random, 8 * size));
	const edges = [0n, 1n, -1n, -2n, bit, bit - 1n, ~bit, before + 1n, before - 1n, before ^ bit];
	const places = [12n, BigInt(length), BigInt(length >> 12), BigInt(length >> 5), before * 2n];
	const all = [...edges, ...places, BigInt(pick(random, 2 ** 31))];
	return all[pick(random, all.length)] as bigint;
}

function changeBytes(bytes: Uint8Array, random: () => number): string {
	const start = pick(random, bytes.length);
	const length = Math.min(1 + pick(random, 64), bytes.length - start);
	const kind = pick(random, 3);
	for (let i = start; i < start + length; i++) {
		bytes[i] = kind === 0 ? 0 : kind === 1 ? 0xff : pick(random, 256);
	}
	return `bytes ${start} to ${start + length}`;
}

/** Gives the superblock the checksum it should have. @returns whether it says that it has one */
export function sign(bytes: Uint8Array<ArrayBuffer>): boolean {
	const view = new DataView(bytes.buffer);
	const at = (field: keyof typeof superblock.at) => SB_OFFSET + superblock.at[field];
	if (bytes.length < SB_OFFSET + superblock.size) return false;
	if ((view.getUint32(at("feature_compat"), true) & COMPAT.SB_CHKSUM) === 0) return false;
	const end = checksumEnd(2 ** view.getUint8(at("blkszbits")));
	if (end > bytes.length) return false;
	view.setUint32(at("checksum"), 0, true);
	view.setUint32(at("checksum"), crc32c(bytes.subarray(SB_OFFSET, end)), true);
	return true;
}
