import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { patterned } from "../testing/sources";
import { nodeFile } from "./node-file";

const folder = mkdtempSync(join(tmpdir(), "node-file-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("reads with a promise and without, the same bytes and the same failures", async () => {
	const path = join(folder, "a.img");
	const bytes = patterned(9000);
	writeFileSync(path, bytes);
	const file = await nodeFile(path);
	expect(await file.read(4000, 5000)).toEqual(bytes.subarray(4000, 5000));
	const now = new Uint8Array(1000);
	file.fill?.(4000, now);
	expect(now).toEqual(bytes.subarray(4000, 5000));
	await expect(file.read(8000, 9001)).rejects.toMatchObject({ info: { code: "read-outside" } });
	expect(() => file.fill?.(8000, new Uint8Array(1001))).toThrow("has 9000 bytes");
	truncateSync(path, 8500);
	await expect(file.read(8000, 9000)).rejects.toMatchObject({ info: { code: "short-read" } });
	expect(() => file.fill?.(8000, now)).toThrow("gave 500 of 1000 bytes");
	file.close?.();
});
