/** Packed bytes and those that come out: beginnings, and units that are small enough to be held. */
import { Failure } from "../base/errors";
import type { Report } from "../base/finding";
import type { OnProgress } from "../base/progress";
import type { ByteSource } from "../base/source";
import { exactBytes } from "../base/words";
import type { Place } from "./near";
import type { Packed } from "./wrapper";

export interface Tools {
	readonly unpacker: Unpacker;
	readonly signal?: AbortSignal | undefined;
	readonly onProgress?: OnProgress | undefined;
	/** Called often; what it returns is waited for. */
	readonly breathe?: (() => Promise<void> | undefined) | undefined;
	/** Takes what is wrong with files that were looked into on the way. */
	readonly report?: Report;
	/**
	 * The file of an image that `path` begins with: how an image is read is not known here.
	 * @throws Failure (`no-such-path`) when it begins with none
	 */
	readonly fileIn?: (image: Place, path: string, tools: Tools) => Promise<FileInImage>;
}

export interface FileInImage {
	readonly source: ByteSource;
	/** As it is called in chains. */
	readonly path: string;
	/** What comes behind it in the path: the way on inside the file. */
	readonly rest: string;
}

export interface Unpacked {
	readonly source: ByteSource;
	/** Kind `corrupt`: this is what came out before it, or is not what was packed. */
	readonly damage: Failure | undefined;
}

/** For whom a part of it, or what is not it, is of no use. @throws Failure */
export function undamaged({ source, damage }: Unpacked): ByteSource {
	if (damage) throw damage;
	return source;
}

/** Turns packed bytes into others: how, and where they are kept, is not known here. */
export interface Unpacker {
	/** What comes out, in pieces. @throws Failure */
	stream(packed: Packed, from: ByteSource, signal?: AbortSignal): AsyncIterable<Uint8Array>;
	/** All that comes out. @throws Failure, `corrupt` when nothing does, `limit` when it is too much */
	whole(packed: Packed, from: ByteSource, label: string, tools: Tools): Promise<Unpacked>;
	/** Unpacks all and keeps nothing. @returns how many bytes came out @throws Failure as `whole` */
	check(packed: Packed, from: ByteSource, label: string, tools: Tools): Promise<number>;
}

/**
 * The first bytes that come out, at most `most`: fewer where the rest is damaged.
 * @throws Failure when none come out for another reason than that they are damaged
 */
export async function beginning(
	pieces: AsyncIterable<Uint8Array>,
	most: number,
): Promise<Uint8Array> {
	const out = new Uint8Array(most);
	let got = 0;
	try {
		for await (const piece of pieces) {
			const part = piece.subarray(0, most - got);
			out.set(part, got);
			got += part.length;
			if (got === most) break;
		}
	} catch (error) {
		// What came out before the damage is enough to tell what it is.
		if (got === 0 || !(error instanceof Failure) || error.kind !== "corrupt") throw error;
	}
	return out.subarray(0, got);
}

/**
 * All that comes out, which is exactly `size` bytes.
 * @param hasSlack when anything may follow it
 * @throws Failure `corrupt` otherwise
 */
export async function unitOf(
	pieces: AsyncIterable<Uint8Array>,
	size: number,
	label: string,
	hasSlack = false,
): Promise<Uint8Array> {
	const out = new Uint8Array(size);
	let got = 0;
	for await (const piece of pieces) {
		if (!hasSlack && got + piece.length > size) throw wrongSize(label, size);
		out.set(piece.subarray(0, size - got), got);
		got += piece.length;
		if (hasSlack && got >= size) return out;
	}
	if (got !== size) throw wrongSize(label, size);
	return out;
}

const wrongSize = (label: string, size: number): Failure =>
	new Failure({
		kind: "corrupt",
		code: "unit-size",
		message: `A unit of ${label} is damaged: it does not unpack to ${exactBytes(size)}.`,
	});
