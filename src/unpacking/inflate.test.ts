/** gzip and deflate as the browser has them: the same bytes as those of zlib, and no damage is silent. */
import { deflateRawSync, gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { memorySource } from "../sources/memory";
import { native } from "./inflate";
import { streamsWith } from "./stream";

const contents = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * i) >> (i % 7)));
const streams = streamsWith(native);

async function unpack(codec: "gzip" | "deflate", bytes: Uint8Array): Promise<Buffer> {
	const pieces: Uint8Array[] = [];
	const packed = { codec, start: 0, end: bytes.length };
	for await (const piece of streams(packed, memorySource(bytes))) pieces.push(piece.slice());
	return Buffer.concat(pieces);
}

it("unpacks one member and several", async () => {
	const one = gzipSync(contents);
	expect((await unpack("gzip", one)).equals(contents)).toBe(true);
	const many = Buffer.concat([one, gzipSync(Buffer.alloc(0)), gzipSync(Buffer.from("more"))]);
	const wanted = Buffer.concat([contents, Buffer.from("more")]);
	expect((await unpack("gzip", many)).equals(wanted)).toBe(true);
	expect((await unpack("deflate", deflateRawSync(contents))).equals(contents)).toBe(true);
});

it("tells every cut and every flipped bit of a gzip file", async () => {
	const whole = Buffer.concat([gzipSync(contents.subarray(0, 20_000)), gzipSync(contents)]);
	const step = Math.floor(whole.length / 90);
	for (let at = 0; at < whole.length; at += step) {
		await expect(unpack("gzip", whole.subarray(0, at)), `cut at ${at}`).rejects.toThrow("damaged");
		const copy = Buffer.from(whole);
		copy[at] = (copy[at] as number) ^ 0x10;
		const found = await unpack("gzip", copy).catch((error: Error) => error.message);
		// The header has bytes that mean nothing for the contents.
		if (found instanceof Buffer) expect(found.length).toBe(320_000);
		else expect(found).toContain("damaged");
		if (found instanceof Buffer) expect(at).toBeLessThan(10);
	}
});

it("says in words what is wrong", async () => {
	const one = gzipSync(contents);
	const words = (bytes: Buffer) => unpack("gzip", bytes).then(String, ({ message }) => message);
	expect(await words(one.subarray(0, 5000))).toBe("gzip data is damaged: it ends early.");
	for (const more of ["?", "??", "?????", "something else"]) {
		expect(await words(Buffer.concat([one, Buffer.from(more)])), more).toBe(
			"gzip data is damaged: where a member should begin there is none.",
		);
	}
	const raw = deflateRawSync(contents);
	await expect(unpack("deflate", raw.subarray(0, 5000))).rejects.toThrow("it ends early");
});
