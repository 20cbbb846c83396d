/** What the page is told of a check: the same as the command line. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { bySeverity } from "../base/finding";
import { run } from "../checks/run";
import { openImage } from "../erofs/open";
import { badFixture } from "../testing/fixtures";
import { sourceOf } from "../testing/image-set";
import { foundBy, inProcess } from "../testing/in-process";

test.each(["lz4-offset-zero", "dirent-filetype-wrong", "truncated-half"])(
	"%s: all is found and told",
	async (name) => {
		const bad = badFixture(name);
		const client = inProcess();
		const found = foundBy(client);
		const file = new File([readFileSync(bad.file)], "x.erofs");
		await client.call("open", { inputs: [{ kind: "file", file }] });
		const result = await client.call("check", { level: "contents" });
		const image = await openImage(sourceOf(bad));
		const { rootNid } = image.facts;
		const start = { nid: rootNid, path: Uint8Array.of(0x2f), parent: rootNid };
		const { findings, checked } = await run(image, { start, level: "contents" });
		expect(findings.length).toBeGreaterThan(0);
		expect(result).toEqual({ checked });
		expect(found.sorted).toEqual(findings.toSorted(bySeverity));
	},
);
