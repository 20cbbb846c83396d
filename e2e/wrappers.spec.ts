/** Wrappers on screen: which files belong together, and what the checksums of wrappers say. */
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { fixture } from "../src/testing/fixtures";
import { zipOf } from "../src/testing/made-archives";
import { image } from "../src/testing/made-bytes";
import { made } from "../src/testing/made-wrappers";
import { expect, test } from "./app";

const { file, devices } = fixture("blobdev-48bit");
const blob = readFileSync(devices[0] ?? "");
const other = Buffer.from(blob.map((byte) => byte ^ 1));

test("two images of one archive have devices of their own, which are shown and can be changed", async ({
	app,
	page,
}) => {
	const whole = readFileSync(file);
	const bytes = zipOf([
		{ name: "a/image.erofs", bytes: whole },
		{ name: "a/first.blob", bytes: blob },
		{ name: "b/image.erofs", bytes: whole },
		{ name: "b/second.blob", bytes: other },
	]);
	const place = (part: string) => `#file=two.zip&in=zip/${part}/image.erofs`;
	const source = page.getByRole("button", { name: /^Device 1 is read from: / });
	const isFrom = (name: string) =>
		expect(source).toHaveAccessibleName(`Device 1 is read from: ${name}`);
	const preview = `&path=/base/f0&view=inode&tab=preview`;
	await app.start(place("a"));
	await app.drop({ name: "two.zip", bytes });
	// Both have the size of the device: nobody knows which is meant.
	await expect(page.getByText("Device 1 is missing")).toBeVisible();
	await isFrom("not given");
	await source.click();
	await expect(page.getByRole("menuitem")).toHaveText([
		/^a\/first\.blob, 104 KiB/,
		/^b\/image\.erofs, /,
		/^b\/second\.blob, /,
		"No file",
	]);
	await page.getByRole("menuitem", { name: /first\.blob/ }).click();
	await isFrom("first.blob");
	await expect(page.getByText("Device 1 is missing")).toHaveCount(0);

	await app.go(place("b"));
	await expect(page.getByText("Device 1 is missing")).toBeVisible();
	// By keys alone.
	await source.focus();
	for (const key of ["Enter", "End", "ArrowUp", "Enter"]) await page.keyboard.press(key);
	await isFrom("second.blob");
	await expect(page.getByText("Device 1 is missing")).toHaveCount(0);
	await app.go(place("b") + preview);
	const panel = app.main.getByRole("tabpanel", { name: "Preview" });
	const contents = async () => {
		let text = "";
		const read = async () => {
			text = (await panel.textContent()) ?? "";
			return text;
		};
		await expect.poll(read).toMatch(/^(?!Reading the contents)./s);
		return text;
	};
	const second = await contents();
	await app.go(place("a"));
	await isFrom("first.blob");
	await app.go(place("a") + preview);
	await expect(app.main).not.toContainText("was not given");
	await expect.poll(contents).not.toBe(second);
});

test("another image among several files has its own devices, whatever was said of the first", async ({
	app,
	page,
}) => {
	const role = (name: string) => page.getByRole("combobox", { name: `What ${name} is` });
	const open = page.getByRole("button", { name: "Open anew" });
	const ask = async () => {
		await page.getByRole("button", { name: /file on this device/ }).click();
		await page.getByRole("menuitem", { name: /^What each of/ }).click();
	};
	const whole = readFileSync(file);
	await app.start();
	await app.drop(
		{ name: "a.erofs", bytes: whole },
		{ name: "a.blob", bytes: blob },
		{ name: "b.erofs", bytes: whole },
		{ name: "b.blob", bytes: other },
	);
	await expect(page).toHaveTitle(/a\.erofs/);
	const source = page.getByRole("button", { name: /^Device 1 is read from: / });
	await expect(source).toHaveText("a.blob");
	await ask();
	await role("b.erofs").selectOption("image");
	await expect(role("a.blob")).toHaveValue("undefined");
	await role("a.blob").selectOption("unused");
	await open.click();
	await expect(page).toHaveTitle(/b\.erofs/);
	await expect(source).toHaveText("b.blob");
});

test("checksums of wrappers are compared on request, where there is an image and where there is none", async ({
	app,
	page,
}) => {
	const update = made.find(({ name }) => name === "update with a payload")!;
	const changed = Buffer.from(update.bytes);
	const at = changed.indexOf(image.subarray(8192)) + 5;
	changed[at] = (changed[at] as number) ^ 1;
	await app.start();
	await app.drop({ name: "update.zip", bytes: update.bytes });
	const panel = await app.show("Check");
	const row = panel.getByRole("listitem").filter({ hasText: "Wrappers around it" });
	await expect(row).toContainText("not checked");
	await row.getByRole("button", { name: "Compare checksums" }).click();
	await expect(row.getByRole("status")).toContainText(/right\. .*of SHA-256/);
	await expect(row).not.toContainText("wrong");

	await app.drop({ name: "changed.zip", bytes: changed });
	await app.openInstead();
	await app.show("Check");
	await row.getByRole("button", { name: "Compare checksums" }).click();
	await expect(row.getByRole("status")).toContainText("3 wrong, 4 right");
	await expect(panel.getByText("The SHA-256 of system is not the one")).toBeVisible();

	const several = made.find(({ name }) => name === "zip")!;
	await app.drop({ name: "several.zip", bytes: several.bytes });
	await app.openInstead();
	const parts = page.getByRole("region", { name: "What is in it" });
	await parts.getByRole("button", { name: "Compare checksums" }).click();
	await expect(parts.getByRole("status")).toContainText("2 comparisons");
});

test("a compressed file that is cut off is opened as far as it comes out, and that is told", async ({
	app,
}) => {
	const whole = gzipSync(image);
	await app.start();
	await app.drop({ name: "cut.erofs.gz", bytes: whole.subarray(0, -6) });
	await expect(app.main).toContainText("gzip data is damaged: ");
	await expect(app.main).toContainText("bytes that came out are read.");
	await expect(app.tree.getByRole("row").first()).toBeVisible();
});
