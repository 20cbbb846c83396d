/** A held file gives the same bytes in every way, and refuses what lies outside. */
import { expect, test } from "vitest";
import { heldFile, heldWithin } from "./held-file";

const bytes = Uint8Array.from({ length: 10_000 }, (_, i) => i * 7);
const file = () => new File([bytes], "x.erofs", { lastModified: 5 });

test("its bytes are there at once, in each way", async () => {
	const source = await heldFile(file());
	expect(source).toMatchObject({ label: "x.erofs", size: bytes.length });
	expect(source.id).toBe(`file:x.erofs:${bytes.length}:5`);
	const into = new Uint8Array(300);
	source.fill?.(4096, into);
	for (const part of [
		await source.read(4096, 4396),
		source.peek?.(4096, 4396),
		source.readNow?.(4096, 4396),
		into,
	])
		expect(part).toEqual(bytes.subarray(4096, 4396));
});

test("what lies outside is refused", async () => {
	const source = await heldFile(file());
	await expect(source.read(9_999, 10_001)).rejects.toMatchObject({ kind: "io" });
	expect(() => source.readNow?.(-1, 5)).toThrow();
	expect(() => source.fill?.(9_999, new Uint8Array(2))).toThrow();
});

test("a file that cannot be read any more is told of when it is opened", async () => {
	const gone = {
		...{ name: "x.erofs", size: 5 },
		slice: () => ({ arrayBuffer: () => Promise.reject(new DOMException("", "NotFoundError")) }),
	} as unknown as File;
	await expect(heldFile(gone)).rejects.toMatchObject({ info: { code: "file-unreadable" } });
});

test("a slow disk is not waited for, and who stops is told so", async () => {
	const slow = {
		...{ name: "x.erofs", size: 5 },
		slice: () => ({ arrayBuffer: () => new Promise(() => {}) }),
	} as unknown as File;
	const wanting = new AbortController();
	expect(await heldWithin(10, slow, wanting.signal)).toBeUndefined();
	expect(await heldWithin(10_000, file(), wanting.signal)).toHaveProperty("readNow");
	const stopped = heldWithin(10_000, slow, wanting.signal);
	wanting.abort();
	await expect(stopped).rejects.toMatchObject({ kind: "cancelled" });
});
