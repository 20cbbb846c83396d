/** Folders as they really come: dragged in from a file manager, and through the dialog. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { Page } from "@playwright/test";
import { fixture } from "../src/testing/fixtures";
import { folders } from "../src/testing/made-folders";
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

test("one of several pieces says what it lacks to the end, in a folder and alone, at any width", async ({
	app,
	page,
	folder,
}) => {
	const { files } = folders.find(({ name }) => name === "sparse image in pieces")!;
	const [name = "", bytes = new Uint8Array()] = Object.entries(files)[1] ?? [];
	const piece = join(folder, name);
	writeFileSync(piece, bytes);
	const said = app.main.getByRole("listitem").filter({ hasText: "inside sparse" });
	const isCut = () =>
		said.evaluate((item) =>
			[item, ...item.querySelectorAll("*")].some((each) => each.scrollWidth > each.clientWidth + 1),
		);
	await app.start();
	for (const width of [1440, 1024, 390]) {
		await test.step(`a folder, ${width} wide`, async () => {
			await page.setViewportSize({ width, height: 844 });
			await app.go();
			await dragIn(page, folder);
			await expect(said).toContainText("open all of them together.");
			expect(await isCut()).toBe(false);
			// It has no bytes: nothing is there to be told of them, or to be searched.
			await expect(page.getByRole("application")).toHaveCount(0);
			await expect(page.getByText(/on their way|What is this|^Find$/)).toHaveCount(0);
		});
	}
	await test.step("the piece alone: its bytes are in sight, and told of where there is room", async () => {
		await app.go();
		await dragIn(page, piece);
		await expect(said).toContainText("open all of them together.");
		const grid = page.getByRole("application", { name: /^Bytes of / });
		await expect(grid).toBeInViewport({ ratio: 0.9 });
		await expect(page.getByText("What is this")).toHaveCount(0);
		for (const width of [1440, 1024, 1440]) {
			await page.setViewportSize({ width, height: 844 });
			await expect(grid).toBeInViewport({ ratio: 0.9 });
			if (width === 1440) await expect(app.about).toContainText("sparse_header");
		}
		await grid.press("ArrowRight");
		for (const width of [390, 1440]) {
			await page.setViewportSize({ width, height: 844 });
			await expect(page.locator("[data-pane=about]")).toContainText("sparse_header");
		}
	});
});
