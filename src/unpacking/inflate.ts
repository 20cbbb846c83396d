/**
 * gzip and deflate where the platform has no decoder that is good for it: the browser's refuses a
 * second member, and gives up bytes that came out before. fflate checks no checksums: that is done here.
 */
import { Gunzip, Inflate } from "fflate";
import { crc32 } from "../base/crc32";
import { Failure } from "../base/errors";
import { codecFailure } from "../codecs/codec";
import { brotli } from "./brotli";
import type { Decompress, Native } from "./stream";

const TRAILER = 8;

/** Bytes that go in at a time: what comes out of them before they turn out to be damaged is given up. */
const STEP = 16 << 10;

async function* inSteps(input: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, void> {
	for await (const piece of input) {
		for (let at = 0; at < piece.length; at += STEP) yield piece.subarray(at, at + STEP);
	}
}

const deflate: Decompress = async function* (input) {
	const out: Uint8Array[] = [];
	const inflate = new Inflate((piece) => out.push(piece));
	for await (const piece of inSteps(input)) {
		inWords("deflate", () => inflate.push(piece, false));
		yield* out.splice(0);
	}
	inWords("deflate", () => inflate.push(new Uint8Array(), true));
	yield* out;
};

const EARLY = "it ends early";
const NO_MEMBER = "where a member should begin there is none";
/** What fflate says, in words. */
const WORDS: Readonly<Record<string, string>> = {
	"unexpected EOF": EARLY,
	"invalid gzip data": NO_MEMBER,
};

/** @throws Failure for damage that fflate finds */
function inWords(codec: string, push: () => void): void {
	try {
		push();
	} catch (error) {
		if (error instanceof Failure) throw error;
		const { message } = error as Error;
		throw codecFailure(codec, WORDS[message] ?? message);
	}
}

/** Members one after the other, each with the checksum and the size of what came out. */
const gzip: Decompress = async function* (input) {
	const out: Uint8Array[] = [];
	let sum = 0;
	let size = 0;
	const gunzip = new Gunzip((piece) => {
		sum = crc32(piece, sum);
		size += piece.length;
		out.push(piece);
	});
	/** The last bytes that went in, and the place of the first of them. */
	let window = new Uint8Array();
	let start = 0;
	/** Whether the member that came out ends there; undefined where it cannot. */
	const endsAt = (at: number): boolean | undefined => {
		const trailer = window.subarray(Math.max(0, at - TRAILER - start), at - start);
		if (trailer.length < TRAILER) return undefined;
		const view = new DataView(trailer.buffer, trailer.byteOffset);
		return view.getUint32(0, true) === sum && view.getUint32(4, true) === size >>> 0;
	};
	const end = (at: number): void => {
		const isEnd = endsAt(at);
		if (isEnd === undefined) throw codecFailure("gzip", EARLY);
		if (!isEnd) throw codecFailure("gzip", "the checksum or the size of a member is wrong");
		sum = 0;
		size = 0;
	};
	gunzip.onmember = end;
	for await (const piece of inSteps(input)) {
		const kept = window.subarray(-2 * TRAILER);
		start += window.length - kept.length;
		const next = new Uint8Array(kept.length + piece.length);
		next.set(kept);
		next.set(piece, kept.length);
		window = next;
		let damage: unknown;
		try {
			inWords("gzip", () => gunzip.push(piece, false));
		} catch (error) {
			damage = error;
		}
		yield* out.splice(0);
		if (damage) throw damage;
	}
	inWords("gzip", () => gunzip.push(new Uint8Array(), true));
	yield* out;
	// Of what is too short to begin another member fflate says nothing.
	const all = start + window.length;
	const shorter = Array.from({ length: TRAILER }, (_, n) => all - 1 - n);
	if (!endsAt(all) && shorter.some(endsAt)) throw codecFailure("gzip", NO_MEMBER);
	end(all);
};

export const native: Native = { brotli, deflate, gzip };
