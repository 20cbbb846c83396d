/**
 * All decompressors, by the algorithm number on disk (Z_EROFS_COMPRESSION_*).
 * To add one: a file like lz4.ts, and its name here.
 */
import type { CodecEntry } from "./codec";
import { deflate } from "./deflate";
import { type CodecSource, codecEntry } from "./load";
import { lz4 } from "./lz4";
import { lzma } from "./lzma";
import { zstd } from "./zstd";

export const codecSources = [lz4, lzma, deflate, zstd] satisfies readonly CodecSource[];

export const codecs: readonly CodecEntry[] = codecSources.map(codecEntry);

export const codecById = (id: number): CodecEntry | undefined =>
	codecs.find((codec) => codec.id === id);
