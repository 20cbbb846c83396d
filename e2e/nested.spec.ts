/** What belongs together is opened together, and what lies in an image is opened where it lies. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { caseFile, fixture } from "../src/testing/fixtures";
import { folders, type MadeFolder } from "../src/testing/made-folders";
import { expect, test } from "./app";
import { expectAccessible } from "./axe";

test("a folder is opened: the image in it, with the device that lies below", async ({
	app,
	page,
}) => {
	const { file, devices } = fixture("blobdev-48bit");
	const folder = mkdtempSync(join(tmpdir(), "folder-"));
	mkdirSync(join(folder, "blobs"));
	cpSync(file, join(folder, basename(file)));
	for (const device of devices) cpSync(device, join(folder, "blobs", basename(device)));
	try {
		await app.start();
		const dialog = page.waitForEvent("filechooser");
		await page.getByRole("button", { name: "Choose a folder…" }).click();
		await (await dialog).setFiles(folder);
		await expect(app.tree).toBeVisible();
		await app.select("/base/f0");
		await expect(app.main.getByRole("tab", { name: "Preview" })).toBeVisible();
		await expect(app.failure).toHaveCount(0);
		await expect(page.getByText(/device .* missing/i)).toHaveCount(0);
		await expect(page).toHaveTitle(new RegExp(basename(folder)));
	} finally {
		rmSync(folder, { recursive: true });
	}
});

test("of a folder a file is left out that does not belong there, and another is taken", async ({
	app,
	page,
}) => {
	const folder = mkdtempSync(join(tmpdir(), "folder-"));
	const put = (name: string, bytes: Uint8Array) => writeFileSync(join(folder, name), bytes);
	const { files } = folders.find(({ name }) => name === "sparse image in pieces") as MadeFolder;
	// With an older copy, without whose first piece the others are no image: which is meant only its owner knows.
	for (const [name, bytes] of Object.entries(files)) {
		put(name, bytes);
		put(name.replace("system", "old"), bytes);
	}
	const role = page.getByRole("combobox", { name: "What old.img_sparsechunk.0 is" });
	try {
		await app.start();
		const dialog = page.waitForEvent("filechooser");
		await page.getByRole("button", { name: "Choose a folder…" }).click();
		await (await dialog).setFiles(folder);
		await expect(app.main).toContainText("Choose one of them.");
		await page.getByRole("button", { name: "What each file is…" }).click();
		await expect(role).toHaveValue("beside");
		await role.selectOption("unused");
		await page.getByRole("button", { name: "Open anew" }).click();
		await expect(app.tree).toBeVisible();
		// What was said stays said, and can be taken back.
		await page.getByRole("button", { name: /file on this device/ }).click();
		await page.getByRole("menuitem", { name: /^What each of/ }).click();
		await expect(role).toHaveValue("unused");
		await expectAccessible(page, "what each file of a folder is");
		await role.selectOption("beside");
		await page.getByRole("button", { name: "Open anew" }).click();
		await expect(app.failure).toContainText("Choose one of them.");
	} finally {
		rmSync(folder, { recursive: true });
	}
});

test("a file that is an image opens in place, and leads back", async ({ app, page }) => {
	const inside = page.getByRole("button", { name: "Look inside" });
	const menu = page.getByRole("button", { name: /^nested\.erofs/ });
	await app.start();
	await app.drop(caseFile("nested.erofs"));
	await app.select("/readme.txt");
	await expect(app.main.getByText("hello")).toBeVisible();
	await expect(inside).toHaveCount(0);
	await app.select("/apex/test.apex");
	await inside.click();
	await expect(app.row("a.txt")).toBeVisible();
	await expect(page).toHaveURL(/in=erofs\/apex\/test\.apex/);
	await menu.click();
	await page.getByRole("menuitem", { name: "Back to nested.erofs" }).click();
	await app.select("/deep/box.erofs");
	await inside.click();
	await app.select("/in.erofs");
	await inside.click();
	await expect(app.row("rand")).toBeVisible();
	await menu.click();
	await page.getByRole("menuitem", { name: "Back to box.erofs" }).click();
	await expect(app.row("in.erofs")).toBeVisible();
	await page.goBack();
	await expect(app.row("rand")).toBeVisible();
});
