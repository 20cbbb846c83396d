/** What the test server answers to a request: status, headers and body, as data. */
import { gzipSync } from "node:zlib";
import { bufferContent, type Content, sliceContent } from "./content";
import type { Faults } from "./faults";

export interface Answer {
	readonly status: number;
	readonly headers: Record<string, string>;
	/** What to send, whole. */
	readonly body?: Content;
}

interface Asked {
	readonly range: string | undefined;
	readonly ifRange: string | undefined;
}

/** RFC 9110: one range, `end` made exclusive. Undefined for "send everything". */
export function parseRange(
	header: string | undefined,
	size: number,
): { start: number; end: number } | undefined {
	const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? "");
	if (!match) return undefined;
	const [, from = "", to = ""] = match;
	if (from === "" && to === "") return undefined;
	if (from === "") return { start: Math.max(0, size - Number(to)), end: size };
	const start = Number(from);
	if (to !== "" && Number(to) < start) return undefined;
	return { start, end: to === "" ? Math.max(size, start + 1) : Number(to) + 1 };
}

export async function answerFile(file: Content, asked: Asked, faults: Faults): Promise<Answer> {
	const content = await encode(file, asked, faults);
	const { size, modified } = content;
	const tag = `${faults.etag === "weak" ? "W/" : ""}"${modified.getTime()}-${size}"`;
	const headers: Record<string, string> = {
		"accept-ranges": "bytes",
		"content-type": "application/octet-stream",
		etag: tag,
		"last-modified": modified.toUTCString(),
		...(faults.gzip ? { "content-encoding": "gzip" } : {}),
	};
	const stale = asked.ifRange !== undefined && asked.ifRange !== tag;
	const range = faults.noRange || stale ? undefined : parseRange(asked.range, size);
	if (!range) return { status: 200, headers, body: content };
	if (range.start >= size || (faults.strict && range.end > size)) {
		return { status: 416, headers: { ...headers, "content-range": `bytes */${size}` } };
	}
	return answerPart(content, range, headers, faults);
}

async function answerPart(
	content: Content,
	range: { start: number; end: number },
	headers: Record<string, string>,
	faults: Faults,
): Promise<Answer> {
	const { size } = content;
	const start = Math.min(size - 1, range.start + faults.shift);
	const end = Math.min(size, range.end + faults.shift, start + faults.limit);
	const total = faults.unknownTotal ? "*" : size;
	const contentRange = faults.contentRange ?? `bytes ${start}-${end - 1}/${total}`;
	const told = { ...headers, "content-range": contentRange };
	const part = sliceContent(content, start, end);
	const body = faults.gzip === "slice" ? await zip(part) : part;
	return { status: 206, headers: told, body };
}

/** With `gzip=whole` ranges count in the compressed file: a representation of its own. */
async function encode(file: Content, asked: Asked, faults: Faults): Promise<Content> {
	const whole = faults.gzip === "whole" || (faults.gzip === "slice" && !asked.range);
	return whole ? zip(file) : file;
}

const zip = async (content: Content): Promise<Content> => ({
	...bufferContent(gzipSync(await content.read(0, content.size))),
	modified: content.modified,
});
