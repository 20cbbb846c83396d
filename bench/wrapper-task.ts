/**
 * What lies between a wrapper on a server and the image in it: requests, bytes and milliseconds up
 * to its root directory, through the cache that addresses have. The line takes no time.
 */
import { readFileSync } from "node:fs";
import type { ByteSource } from "../src/base/source";
import { TemporaryFiles } from "../src/cli/unpacker";
import { follow } from "../src/containers/chains";
import { onlyImage } from "../src/containers/choose";
import { outerPlace } from "../src/containers/places";
import { resolvePath } from "../src/erofs/lookup";
import { openImage } from "../src/erofs/open";
import { TAR_TYPE, tarHeader } from "../src/export/tar-header";
import { REMOTE_PAGES } from "../src/sources/page-options";
import { PageCache } from "../src/sources/pages";
import { farUpdate, sparseSource } from "../src/testing/far-update";

type Asked = (start: number, end: number) => void;

async function measured(name: string, open: (asked: Asked) => ByteSource, chain?: string) {
	const counts = { requests: 0, bytes: 0 };
	const source = open((start, end) => {
		counts.requests++;
		counts.bytes += end - start;
	});
	const tools = { unpacker: new TemporaryFiles() };
	const start = performance.now();
	const place = outerPlace(new PageCache(source, REMOTE_PAGES));
	const found = chain ? await follow(place, chain, tools) : await onlyImage(place, tools);
	if (!("place" in found)) throw new Error(`${name} has not exactly one image`);
	const opened = await openImage(found.place.source);
	await resolvePath(opened, Buffer.from("/"));
	return { name, size: source.size, ...counts, ms: performance.now() - start };
}

/** Bytes of a partition: all behind the image are zeros. */
const SIZE = 2 ** 30;

/** The partition behind the header of a wrapper that stores it. */
const behind = (header: Uint8Array, bytes: Uint8Array, tail: number) => (asked: Asked) =>
	sparseSource(
		...(["far", header.length + SIZE + tail] as const),
		[
			{ at: 0, bytes: header },
			{ at: header.length, bytes },
		],
		asked,
	);

/** One chunk of stored blocks. */
function sparseHead(): Buffer {
	const blocks = SIZE / 4096;
	const words = [0xed26ff3a, 1, 28 + (12 << 16), 4096, blocks, 1, 0, 0xcac1, blocks, 12 + SIZE];
	return Buffer.from(Uint32Array.from(words).buffer);
}

const tarHead = (): Uint8Array =>
	tarHeader({
		path: Buffer.from("a.erofs"),
		type: TAR_TYPE.FILE,
		...{ mode: 0o644, uid: 0, gid: 0, mtime: 0, mtimeNsec: 0 },
		size: SIZE,
	});

export async function measureWrappers({ image }: { readonly image: string }) {
	const system = readFileSync(image);
	const update = (asked: Asked) => farUpdate(system, asked);
	return {
		rows: [
			await measured("zip with a stored payload", update, "zip/payload.bin/payload/system"),
			await measured("the same, no part named", update),
			await measured("sparse image", behind(sparseHead(), system, 0)),
			await measured("tar", behind(tarHead(), system, 1024)),
		],
	};
}
