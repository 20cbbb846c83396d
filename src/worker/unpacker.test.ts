import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { memorySource } from "../sources/memory";
import { PrivateFiles } from "./unpacker";

test("files of one name are unpacked each for itself, and each only once", async () => {
	const unpacker = new PrivateFiles();
	const unpack = (from: ReturnType<typeof memorySource>) =>
		unpacker.whole({ codec: "gzip", start: 0, end: from.size }, from, "folder/a.gz", { unpacker });
	const [one, other] = ["one", "other"].map((text) => memorySource(gzipSync(text)));
	if (!one || !other) throw new Error("two were made");
	const [first, second] = [await unpack(one), await unpack(other)];
	const text = async ({ source: { read, size } }: typeof first) =>
		Buffer.from(await read(0, size)).toString();
	expect([await text(first), await text(second)]).toEqual(["one", "other"]);
	expect(await unpack(one)).toBe(first);
	unpacker.close();
});
