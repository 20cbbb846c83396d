/** What the page is told of a check: the same as the command line, and as it is met. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Finding } from "../base/finding";
import { run } from "../checks/run";
import { openImage } from "../erofs/open";
import { badFixture } from "../testing/fixtures";
import { sourceOf } from "../testing/image-set";
import { inProcess } from "../testing/in-process";

test.each(["lz4-offset-zero", "dirent-filetype-wrong", "truncated-half"])(
	"%s: all is found and told",
	async (name) => {
		const bad = badFixture(name);
		const client = inProcess();
		const file = new File([readFileSync(bad.file)], "x.erofs");
		await client.call("open", { inputs: [{ kind: "file", file }] });
		const met: Finding[] = [];
		const onEvent = (more: readonly Finding[]) => met.push(...more);
		const result = await client.call("check", { level: "contents" }, { onEvent });
		const image = await openImage(sourceOf(bad));
		const { rootNid } = image.facts;
		const start = { nid: rootNid, path: Uint8Array.of(0x2f), parent: rootNid };
		const { findings, checked } = await run(image, { start, level: "contents" });
		expect(findings.length).toBeGreaterThan(0);
		expect(result).toEqual({ findings, more: 0, checked });
		for (const one of met) expect(findings).toContainEqual(one);
	},
);
