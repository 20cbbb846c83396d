/** Browsing: the tree, its order, its keys, the filter, the path. */
import { fixture } from "../src/testing/fixtures";
import { expect, test } from "./app";

test("the tree opens, sorts, and is drawn a screen at a time", async ({ app, page }) => {
	await test.step("columns sort, both ways, directories first", async () => {
		await app.go("#sample=plain&path=/data/dice.bin");
		const files = app.tree.getByRole("row", { level: 2 });
		const header = app.tree.getByRole("columnheader", { name: "Contents" });
		await expect(files).toHaveCount(3);
		await header.getByRole("button").click();
		await expect(header).toHaveAttribute("aria-sort", "descending");
		await expect(files.getByText(/\.(bin|txt)$/)).toHaveText([
			"dice.bin",
			"line-and-a-bit.txt",
			"line.txt",
		]);
		await header.getByRole("button").click();
		await expect(header).toHaveAttribute("aria-sort", "ascending");
		await expect(files.first()).toContainText("line.txt");
	});

	await test.step("directories open and close, and remember the place in the address", async () => {
		await app.go("#sample=plain");
		await app.select("/story/2-the-cards.txt");
		await expect(app.row("2-the-cards.txt")).toHaveAttribute("aria-selected", "true");
		await expect(app.row("2-the-cards.txt")).toHaveAttribute("aria-level", "2");
		await expect(page).toHaveURL(/path=\/story\/2-the-cards\.txt/);
		await app.row("story").click();
		await page.keyboard.press("ArrowLeft");
		await expect(app.row("2-the-cards.txt")).toHaveCount(0);
	});

	await test.step("a large directory is drawn a screen at a time, and its end is reached at once", async () => {
		await app.go();
		await app.drop(fixture("dirs-many-b512").file);
		await app.select("/many");
		await page.keyboard.press("ArrowRight");
		await expect(app.tree.getByRole("row", { level: 2 }).first()).toBeVisible();
		expect(await app.tree.getByRole("row").count()).toBeLessThan(120);
		await page.keyboard.press("End");
		await expect(app.tree.locator("[data-active]")).toBeInViewport();
	});
});

test("names and paths are found, shown and typed", async ({ app, page }) => {
	await test.step("the filter finds names and globs in the whole image, and hits can be gone to", async () => {
		await app.go("#sample=many-files");
		const filter = page.getByRole("textbox", { name: "Filter the whole image by name" });
		await filter.fill("file*.txt");
		const hits = page.getByRole("grid").or(app.tree);
		await expect(hits.getByText("file10.txt")).toBeVisible();
		await expect(hits.getByText("file2.txt")).toBeVisible();
		await expect(hits.getByText("001.txt")).toHaveCount(0);
		await hits.getByText("file10.txt").click();
		await expect(page).toHaveURL(/path=\/names\/file10\.txt/);
		await filter.fill("");
		await expect(app.row("cards")).toBeVisible();
	});

	await test.step("names that are not UTF-8, or odd, are shown and can be opened", async () => {
		await app.go("#sample=many-files");
		await app.select("/names");
		await app.page.keyboard.press("ArrowRight");
		for (const name of ["夜の図書館.txt", "🕯.txt", "--help"])
			await expect(app.row(name)).toBeVisible();
		const latin1 = app.tree.getByRole("row").filter({ hasText: "(latin-1).txt" });
		await latin1.click();
		const inode = await app.show("Files");
		await inode.getByRole("tab", { name: "Preview" }).click();
		await expect(inode).toContainText("The name of this file is not UTF-8.");
	});

	await test.step("a path is typed, and one that does not exist is said", async () => {
		await app.go("#sample=lz4");
		await expect(app.tree).toBeVisible();
		await page.keyboard.press("Control+l");
		const box = page.getByRole("form", { name: "Go to" }).getByRole("textbox");
		await box.fill("/story/no such chapter");
		await box.press("Enter");
		await expect(page.getByRole("form", { name: "Go to" })).toContainText("no such chapter");
		await box.fill("/story/4-the-press.txt");
		await box.press("Enter");
		await expect(app.row("4-the-press.txt")).toHaveAttribute("aria-selected", "true");
	});
});

test("after a filter the selected row comes back to the middle of the tree", async ({
	app,
	page,
}) => {
	await app.go("#sample=many-files&path=/cards/060.txt&filter=file10");
	await expect(page.getByRole("grid").getByText("file10.txt")).toBeVisible();
	await page.getByRole("button", { name: "Clear the filter" }).click();
	await expect(app.row("060.txt")).toHaveAttribute("aria-selected", "true");
	const off = async () => {
		const [tree, row] = [await app.tree.boundingBox(), await app.row("060.txt").boundingBox()];
		if (!tree || !row) return Number.NaN;
		return Math.abs(row.y + row.height / 2 - (tree.y + tree.height / 2));
	};
	// The head of the table is not a part of the middle.
	await expect.poll(off).toBeLessThan(40);
});

test("the tree that lies over the view makes way for what is chosen in it", async ({
	app,
	page,
}) => {
	await page.setViewportSize({ width: 390, height: 844 });
	await app.go("#sample=lz4");
	const door = page.getByRole("button", { name: "File tree" });
	await test.step("a directory opens in the tree, a file in the view", async () => {
		await door.click();
		await app.row("source").click();
		await app.row("press.c").click();
		await expect(app.tree).toHaveCount(0);
		await expect(app.main.getByRole("heading", { name: "press.c" })).toBeVisible();
	});

	await test.step("what it lies over is pressed, or another view chosen", async () => {
		await door.click();
		await expect(app.tree).toBeVisible();
		await app.main.click({ position: { x: 380, y: 300 } });
		await expect(app.tree).toHaveCount(0);
		await door.click();
		await expect(app.tree).toBeVisible();
		await app.show("Check");
		await expect(app.tree).toHaveCount(0);
	});

	await test.step("the filter is typed at once, and its hits are looked at by keys", async () => {
		await page.keyboard.press("/");
		await expect(page.getByRole("textbox", { name: /^Filter/ })).toBeFocused();
		await page.keyboard.type("press");
		const hits = page.getByRole("grid");
		await expect(hits.getByText("press.c")).toBeVisible();
		await page.keyboard.press("ArrowDown");
		await page.keyboard.press("ArrowDown");
		await expect(page).toHaveURL(/path=/);
		await expect(hits).toBeVisible();
		await page.keyboard.press("Enter");
		await expect(hits).toHaveCount(0);
		await expect(app.main).toBeFocused();
	});
});
