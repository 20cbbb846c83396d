import { copyFileSync, mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { fixture } from "../testing/fixtures";
import { patterned } from "../testing/sources";
import { folderFiles, nodeFile } from "./node-file";
import { cli } from "./testing";

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

it("names in a folder may be any bytes: they are shown, and lead to their files", async () => {
	const odd = join(folder, "odd");
	mkdirSync(odd);
	const names = [Buffer.from([0x61, 0xff, 0x62]), Buffer.from("line\nbreak"), Buffer.from("ü")];
	for (const name of names) {
		copyFileSync(fixture("tiny-plain").file, Buffer.concat([Buffer.from(`${odd}/`), name]));
	}
	const shown = ["a\\xffb", "line\\x0abreak", "ü"];
	expect((await folderFiles(odd)).map(({ path }) => path)).toEqual(shown);
	const { status, text } = await cli("parts", odd);
	expect(status).toBe(0);
	for (const name of shown) {
		expect(text).toContain(`folder/${name} `);
		expect((await cli("check", odd, "--in", `folder/${name}`)).status).toBe(0);
	}
});
