/** Folders as they really come: dragged in from a file manager, and through the dialog. */
import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { Page } from "@playwright/test";
import { fixture } from "../src/testing/fixtures";
import { test as base, expect } from "./app";

/** A folder that is gone when the story is over. */
const test = base.extend<{ folder: string }>({
	// biome-ignore lint/correctness/noEmptyPattern: the driver reads the parameter's names
	folder: async ({}, use) => {
		const folder = mkdtempSync(join(tmpdir(), "folder-"));
		await use(folder);
		rmSync(folder, { recursive: true });
	},
});

/** What a file manager does: the browser itself makes files and directories of the paths. */
async function dragIn(page: Page, ...files: string[]): Promise<void> {
	const devtools = await page.context().newCDPSession(page);
	const data = { items: [], files, dragOperationsMask: 1 };
	for (const type of ["dragEnter", "dragOver", "drop"] as const)
		await devtools.send("Input.dispatchDragEvent", { type, x: 100, y: 300, data });
	await devtools.detach();
}

test("a folder is dragged in with what lies below it, and beside other things", async ({
	app,
	page,
	folder,
}) => {
	const { file, devices } = fixture("blobdev-48bit");
	mkdirSync(join(folder, "with blanks", "und Umläuten"), { recursive: true });
	cpSync(file, join(folder, basename(file)));
	const below = join(folder, "with blanks", "und Umläuten");
	for (const device of devices) cpSync(device, join(below, basename(device)));
	await app.start();
	await dragIn(page, folder);
	await app.select("/base/f0");
	await expect(app.main.getByRole("tab", { name: "Preview" })).toBeVisible();
	await expect(page).toHaveTitle(new RegExp(basename(folder)));

	// An image and, beside it, the folder of its device; while another is on screen.
	await dragIn(page, file, join(folder, "with blanks"));
	await expect(page).toHaveTitle(/blobdev-48bit\.erofs and 1 more/);
	await expect(app.row("base")).toBeVisible();
	await expect(page.getByText(/device .* missing/i)).toHaveCount(0);
});

test("a folder without files says so, however it comes, and what to do", async ({
	app,
	page,
	folder,
}) => {
	mkdirSync(join(folder, "empty", "empty"), { recursive: true });
	const said = page.getByRole("alert");
	await app.start();
	await dragIn(page, folder);
	await expect(said).toContainText(`There are no files in ${basename(folder)}.`);
	await expect(said).toContainText("Drop an image, or a folder with what belongs to one.");

	await app.go();
	const ask = page.getByRole("button", { name: "Choose a folder…" });
	const input = page.locator("input[webkitdirectory]");
	for (const end of ["cancel", "change"]) {
		const dialog = page.waitForEvent("filechooser");
		await ask.click();
		await dialog;
		await expect(said).toHaveCount(0);
		// Chromium says of a folder without files that the dialog was cancelled.
		await input.dispatchEvent(end);
		await expect(said).toContainText("No folder was opened");
		await expect(said).toContainText("Choose one with files, or drop it here.");
		await expect(input).toHaveCount(0);
	}
	await app.openSample("Compressed with LZ4");
	await expect(said).toHaveCount(0);
});
