/** Unpacking in memory, for tests. */
import type { ByteSource } from "../base/source";
import { unpacked } from "../cli/unpack-stream";
import type { Tools, Unpacked, Unpacker } from "../containers/unpack";
import type { Packed } from "../containers/wrapper";
import { memorySource } from "../sources/memory";
import { unpackCheck, unpackWhole } from "../unpacking/whole";

/** Bytes of one file at most: damage can ask for any number. */
const MOST = 64 << 20;

export class MemoryUnpacker implements Unpacker {
	stream(packed: Packed, from: ByteSource): AsyncIterable<Uint8Array> {
		return unpacked(packed, from);
	}

	async whole(
		packed: Packed,
		from: ByteSource,
		label: string,
		{ signal }: Tools,
	): Promise<Unpacked> {
		const pieces: Uint8Array[] = [];
		const write = (piece: Uint8Array) => void pieces.push(piece.slice());
		const keep = { limit: MOST, hint: "", signal, write };
		const { damage } = await unpackWhole(unpacked(packed, from), packed, label, keep);
		return { source: memorySource(Buffer.concat(pieces), label), damage };
	}

	check(packed: Packed, from: ByteSource, label: string, { signal }: Tools): Promise<number> {
		const keep = { limit: MOST, hint: "", signal };
		return unpackCheck(unpacked(packed, from), packed, label, keep);
	}
}
