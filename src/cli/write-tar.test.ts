/** An archive in a file is whole or is not there. */
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { rootOf } from "../export/tree";
import { fixture } from "../testing/fixtures";
import { openTestImage } from "../testing/image-set";
import { writeTar } from "./write-tar";

it("removes what is half written when it is stopped", async () => {
	const folder = mkdtempSync(join(tmpdir(), "write-tar-"));
	const image = await openTestImage(fixture("chunk-4096-indexes"));
	const stop = new AbortController();
	let seen: string[] = [];
	const writing = writeTar(
		image,
		rootOf(image),
		join(folder, "all.tar"),
		{ out: async () => {} },
		{
			note: () => {},
			signal: stop.signal,
			onProgress: () => {
				seen = readdirSync(folder);
				stop.abort();
			},
		},
	);
	await expect(writing).rejects.toMatchObject({ kind: "cancelled" });
	expect(seen).toEqual(["all.tar"]);
	expect(readdirSync(folder)).toEqual([]);
	rmSync(folder, { recursive: true });
});
