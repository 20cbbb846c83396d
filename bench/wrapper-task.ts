/**
 * What lies between a wrapper on a server and the image in it: requests, bytes and milliseconds up
 * to its superblock and tables, through the cache that addresses have. The line takes no time.
 */
import { readFileSync } from "node:fs";
import type { ByteSource } from "../src/base/source";
import { TemporaryFiles } from "../src/cli/unpacker";
import { follow } from "../src/containers/chains";
import { onlyImage } from "../src/containers/choose";
import { outerPlace } from "../src/containers/places";
import { openImage } from "../src/erofs/open";
import { REMOTE_PAGES } from "../src/sources/page-options";
import { PageCache } from "../src/sources/pages";
import { farUpdate } from "../src/testing/far-update";

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
	await openImage(found.place.source);
	return { name, size: source.size, ...counts, ms: performance.now() - start };
}

export async function measureWrappers({ image }: { readonly image: string }) {
	const system = readFileSync(image);
	const update = (asked: Asked) => farUpdate(system, asked);
	return {
		rows: [
			await measured("zip with a stored payload", update, "zip/payload.bin/payload/system"),
			await measured("the same, no part named", update),
		],
	};
}
