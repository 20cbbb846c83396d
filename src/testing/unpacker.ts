/** Unpacking in memory, for tests. */
import type { ByteSource } from "../base/source";
import { unpacked } from "../cli/unpack-stream";
import type { Tools, Unpacker } from "../containers/unpack";
import type { Packed } from "../containers/wrapper";
import { memorySource } from "../sources/memory";
import { unpackWhole } from "../unpacking/whole";

/** Bytes of one file at most: damage can ask for any number. */
const MOST = 64 << 20;

export class MemoryUnpacker implements Unpacker {
	stream(packed: Packed, from: ByteSource): AsyncIterable<Uint8Array> {
		return unpacked(packed, from);
	}

	async whole(packed: Packed, from: ByteSource, label: string): Promise<ByteSource> {
		return memorySource(await collect(packed, from, MOST), label);
	}

	check(packed: Packed, from: ByteSource, label: string, { signal }: Tools): Promise<number> {
		const keep = { limit: MOST, hint: "", signal, write() {} };
		return unpackWhole(unpacked(packed, from), packed, label, keep);
	}
}

async function collect(packed: Packed, from: ByteSource, most: number): Promise<Uint8Array> {
	const pieces: Uint8Array[] = [];
	let size = 0;
	for await (const piece of unpacked(packed, from)) {
		pieces.push(piece);
		size += piece.length;
		if (size >= most) break;
	}
	return Buffer.concat(pieces);
}
