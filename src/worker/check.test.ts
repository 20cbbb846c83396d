/** What the page is told of a check: the same as the command line. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { bySeverity } from "../base/finding";
import { run } from "../checks/run";
import { cli } from "../cli/testing";
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

test("a part of the tree is checked alone, and the report says so", async () => {
	const { file } = badFixture("lz4-offset-zero");
	const client = inProcess();
	await client.call("open", {
		inputs: [{ kind: "file", file: new File([readFileSync(file)], "x.erofs") }],
	});
	const before = await client.call("report", { form: "json" });
	expect(JSON.parse(await before.file.text()).checked.complete).toBe(false);
	const whole = await client.call("check", { level: "contents" });
	const { checked } = await client.call("check", { level: "contents", path: "/text" });
	expect(checked).toMatchObject({ path: "/text", inodes: 1, directories: 0 });
	expect(whole.checked.inodes).toBeGreaterThan(1);
	for (const form of ["json", "sarif", "markdown"] as const) {
		const saved = await client.call("report", { form, checked: whole.checked });
		const { text } = await cli("check", `--${form}`, file);
		expect(await saved.file.text()).toBe(
			text.replaceAll(file, "x.erofs").replace(/^# .*/, "# Check of x.erofs"),
		);
	}
});
