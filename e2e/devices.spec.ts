/** Extra devices that come after the image, and files that come while one is open. */
import { readFileSync } from "node:fs";
import type { Locator, Page } from "@playwright/test";
import { exactBytes, sizeText } from "../src/base/words";
import { fixture } from "../src/testing/fixtures";
import { expect, type Handed, test } from "./app";

const { file: IMAGE, devices } = fixture("blobdev-48bit");
const BLOB = devices[0] ?? "";
const SIZE = exactBytes(readFileSync(BLOB).length);

const missing = (page: Page): Locator => page.getByRole("region", { name: "Missing devices" });
const question = (page: Page): Locator => page.getByRole("dialog");

async function addThroughPicker(page: Page, file: Handed): Promise<void> {
	const chooser = page.waitForEvent("filechooser");
	await missing(page).getByRole("button", { name: "Add its file… (device 1)" }).click();
	const given =
		typeof file === "string"
			? file
			: { name: file.name, mimeType: "application/octet-stream", buffer: Buffer.from(file.bytes) };
	await (await chooser).setFiles(given);
}

test("a missing device is said at the top; adding its file keeps the place", async ({
	app,
	page,
}) => {
	await app.start("#file=blobdev-48bit.erofs&path=/base/f0&view=inode&tab=preview");
	await app.drop(IMAGE);
	await expect(missing(page)).toContainText("Device 1 is missing");
	await expect(missing(page)).toContainText(SIZE);
	await expect(app.main).toContainText("was not given");
	const place = page.url();
	await addThroughPicker(page, BLOB);
	await expect(app.failure).toContainText("Device 1 is now read from “blobdev-48bit.blob”");
	await expect(missing(page)).toHaveCount(0);
	expect(page.url()).toBe(place);
	await expect(app.row("f0")).toHaveAttribute("aria-selected", "true");
	await expect(app.main).not.toContainText("was not given");
	await expect(page.locator("body")).not.toBeFocused();
});

test("a file that has more than the device is taken, and said to be perhaps another", async ({
	app,
}) => {
	await app.start();
	const bytes = readFileSync(BLOB);
	const table = app.main.getByRole("table", { name: "Devices" });
	await app.drop(IMAGE, { name: "other.blob", bytes: Buffer.concat([bytes, bytes, bytes]) });
	await expect(table).toContainText(`${sizeText(3 * bytes.length)}, more than the device has`);
	await app.go();
	await app.drop(IMAGE, BLOB);
	await expect(table).toContainText("blobdev-48bit.blob");
	await expect(table).not.toContainText("more than the device has");
});

test("an added device is there again after Back, and its byte range was kept", async ({
	app,
	page,
}) => {
	await app.start("#file=blobdev-48bit.erofs&path=/base/f0&view=hex&at=0x410-0x420");
	await app.drop(IMAGE);
	await expect(missing(page)).toBeVisible();
	const place = page.url();
	expect(place).toContain("at=0x410-0x420");
	await app.drop(BLOB);
	await question(page)
		.getByRole("button", { name: /^Use it as device 1/ })
		.click();
	await expect(app.failure).toContainText("Device 1 is now read from");
	expect(page.url()).toBe(place);
	await app.drop(fixture("tiny-plain").file);
	await app.openInstead();
	await expect(page).toHaveTitle(/tiny-plain/);
	await page.goBack();
	await expect(page).toHaveTitle(/blobdev-48bit/);
	await expect(missing(page)).toHaveCount(0);
});

test("what is dropped on an image with a missing device is asked about", async ({ app, page }) => {
	await test.step("a file that does not fit is offered to be opened first, and can still be the device", async () => {
		await app.go();
		await app.drop(IMAGE);
		await expect(missing(page)).toBeVisible();
		await app.drop({ name: "other.bin", bytes: new Uint8Array(5000) });
		const open = question(page).getByRole("button", { name: /^Open it instead/ });
		await expect(open).toBeFocused();
		await expect(open).toContainText("Neither its name nor its size is that of a missing device");
		await question(page)
			.getByRole("button", { name: /^Use it as device 1/ })
			.click();
		await expect(app.failure).toContainText("If it is another file, contents come out wrong");
	});

	await test.step("a dropped file that fits a missing device is offered as it first, by keyboard", async () => {
		await app.go();
		await app.drop(IMAGE);
		await expect(missing(page)).toBeVisible();
		await app.drop(BLOB);
		await expect(
			page.getByRole("dialog", { name: "Is “blobdev-48bit.blob” a device, or another image?" }),
		).toBeVisible();
		const first = question(page).getByRole("button", { name: /^Use it as device 1/ });
		await expect(first).toBeFocused();
		await expect(first).toContainText(`exactly the size of device 1: ${SIZE}`);
		await page.keyboard.press("Enter");
		await expect(question(page)).toHaveCount(0);
		await expect(missing(page)).toHaveCount(0);
		await expect(app.failure).toContainText("Device 1 is now read from");
	});

	await test.step("an answer that is put off leaves the image as it was", async () => {
		await app.go();
		await app.drop(IMAGE);
		await missing(page).getByRole("button", { name: "Dismiss" }).click();
		await expect(missing(page)).toHaveCount(0);
		await app.drop(BLOB);
		await question(page).getByRole("button", { name: "Cancel" }).click();
		await expect(question(page)).toHaveCount(0);
		await expect(app.tree).toBeVisible();
		await expect(page).toHaveTitle(/blobdev-48bit/);
	});
});

test("several files: what each is taken for is shown, and can be changed", async ({
	app,
	page,
}) => {
	const { file, devices: layers } = fixture("merged-2layers");
	const role = (name: string) => page.getByRole("combobox", { name: `What ${name} is` });
	const ask = async () => {
		await page.getByRole("button", { name: /file on this device/ }).click();
		await page.getByRole("menuitem", { name: /^What each of/ }).click();
	};
	const sources = async () => {
		const table = app.main.getByRole("table", { name: "Devices" });
		return (await table.getByRole("row").allInnerTexts()).slice(2);
	};
	await app.start();
	await app.drop(...layers, file);
	await expect(app.tree).toBeVisible();
	await ask();
	await expect(role("merged-2layers.erofs")).toHaveValue("image");
	await expect(role("merged-2layers.erofs")).toBeDisabled();
	await expect(role("layer1.erofs")).toHaveValue("1");
	await expect(role("layer2.erofs")).toHaveValue("2");
	await role("layer2.erofs").selectOption("1");
	await expect(role("layer1.erofs")).toHaveValue("beside");
	await role("layer1.erofs").selectOption("2");
	await page.getByRole("button", { name: "Open anew" }).click();
	await expect
		.poll(sources)
		.toEqual([expect.stringMatching(/layer2/), expect.stringMatching(/layer1/)]);
	await ask();
	await role("layer1.erofs").selectOption("unused");
	await page.getByRole("button", { name: "Open anew" }).click();
	await expect(missing(page)).toContainText("Device 2 is missing");
	await ask();
	await role("layer1.erofs").selectOption("image");
	await page.getByRole("button", { name: "Open anew" }).click();
	await expect(page).toHaveTitle(/layer1/);
	await page.goBack();
	await expect(page).toHaveTitle(/merged-2layers/);
	await expect(missing(page)).toContainText("Device 2 is missing");
	await app.go();
	await app.drop(fixture("tiny-plain").file, fixture("tinyz-lz4").file);
	await expect(page.getByText("“tinyz-lz4.erofs” is not used")).toBeVisible();
	await page.getByRole("button", { name: "What each file is…" }).click();
	await expect(role("tinyz-lz4.erofs")).toHaveValue("unmatched");
});

test("files that come to an open image", async ({ app, page }) => {
	await test.step("a second image dropped is asked about, and Escape keeps the first", async () => {
		await app.go();
		await app.drop(fixture("tiny-plain").file);
		await expect(app.tree).toBeVisible();
		await app.drop(fixture("tinyz-lz4").file);
		await expect(
			page.getByRole("dialog", { name: "Open “tinyz-lz4.erofs” instead?" }),
		).toBeVisible();
		await page.keyboard.press("Escape");
		await expect(question(page)).toHaveCount(0);
		await expect(page).toHaveTitle(/tiny-plain/);
		await app.drop(fixture("tinyz-lz4").file);
		await app.openInstead();
		await expect(page).toHaveTitle(/tinyz-lz4/);
	});

	await test.step("choosing a file to open asks where a device is missing, and only there", async () => {
		const choose = async (file: string) => {
			const chooser = page.waitForEvent("filechooser");
			await page.getByRole("button", { name: /file on this device/ }).click();
			await page.getByRole("menuitem", { name: /^Open files/ }).click();
			await (await chooser).setFiles(file);
		};
		await app.go();
		await app.drop(fixture("tiny-plain").file);
		await expect(app.tree).toBeVisible();
		await choose(IMAGE);
		await expect(page).toHaveTitle(/blobdev-48bit/);
		await choose(BLOB);
		await question(page)
			.getByRole("button", { name: /^Use it as device 1/ })
			.click();
		await expect(missing(page)).toHaveCount(0);
	});

	await test.step("each layer goes to the slot it was given for, in any order", async () => {
		const { file, devices: layers } = fixture("merged-2layers");
		await app.go();
		await app.drop(file);
		await expect(missing(page)).toContainText("2 devices are missing");
		for (const layer of layers.toReversed()) {
			await app.drop(layer);
			await question(page)
				.getByRole("button", { name: /^Use it as device/ })
				.first()
				.click();
			await expect(app.failure).toContainText("is now read from");
			await app.failure.getByRole("button", { name: "Dismiss" }).click();
		}
		await expect(missing(page)).toHaveCount(0);
		const table = app.main.getByRole("table", { name: "Devices" });
		for (const [i, name] of ["layer1.erofs", "layer2.erofs"].entries()) {
			await expect(table.getByRole("row", { name: new RegExp(`^${i + 1} `) })).toContainText(name);
		}
	});
});
