/** Places: deep links, reload, back and forward, links into local files. */
import { fixture } from "../src/testing/fixtures";
import { expect, test } from "./app";

test("a deep link opens image, path and view, and survives a reload", async ({ app, page }) => {
	const place = "#sample=lz4&path=/story/3-the-tails.txt&view=inode&tab=preview";
	await app.start(place);
	for (let visit = 0; visit < 2; visit++) {
		await expect(app.row("3-the-tails.txt")).toHaveAttribute("aria-selected", "true");
		await expect(app.main).toContainText("Where a text ends");
		expect(new URL(page.url()).hash).toBe(place);
		await page.reload();
	}
});

test("links to places, and back", async ({ app, page }) => {
	await test.step("a link to a sample that does not exist is said", async () => {
		await app.go("#sample=atlantis");
		await expect(app.failure).toContainText("There is no sample called “atlantis”");
	});

	await test.step("a path that does not exist is said, and the tree is there", async () => {
		await app.go("#sample=plain&path=/no/such/file&view=inode");
		await expect(app.row("diary.txt")).toBeVisible();
		await expect(app.main.getByRole("alert")).toContainText("no");
	});

	await test.step("back and forward go through the places one was at", async () => {
		await app.go("#sample=plain");
		await app.select("/diary.txt");
		await app.show("Files");
		await app.select("/README.txt");
		await expect(app.main.getByRole("heading", { name: "README.txt" })).toBeVisible();
		await page.goBack();
		await expect(app.main.getByRole("heading", { name: "diary.txt" })).toBeVisible();
		await page.goForward();
		await expect(app.main.getByRole("heading", { name: "README.txt" })).toBeVisible();
	});

	await test.step("a link into a local file asks for the file and then goes to the place", async () => {
		await app.go("#file=plain-default.erofs&path=/data/mixed&view=inode");
		await expect(app.main).toContainText("This link leads to /data/mixed in plain-default.erofs");
		await app.drop(fixture("plain-default").file);
		await expect(app.main.getByRole("heading", { name: "mixed" })).toBeVisible();
		await expect(page).toHaveURL(/path=\/data\/mixed/);
	});

	await test.step("an image inside a file opens at its offset", async () => {
		await app.go();
		await app.drop(fixture("offset-8192").file);
		await page.getByText("Open it from another byte on").click();
		await page
			.getByRole("textbox", { name: "Offset of the file system in this file" })
			.fill("0x2000");
		await page.getByRole("button", { name: "Open there" }).click();
		await expect(app.tree).toBeVisible();
		await expect(page).toHaveURL(/offset=8192/);
	});
});

test("what was opened before is there by name, asked for again, and forgotten", async ({
	app,
	page,
}) => {
	const before = page.getByRole("region", { name: "Opened before" });
	await app.start();
	await expect(before).toHaveCount(0);
	await app.drop(fixture("plain-default").file);
	await expect(app.tree).toBeVisible();
	await app.go("#sample=lz4");
	await expect(app.row("diary.txt")).toBeVisible();
	await app.start();
	// Samples are in reach anyway.
	await expect(before.getByRole("listitem")).toHaveText(/plain-default\.erofs.*KiB, this device/);

	const dialog = page.waitForEvent("filechooser");
	await before.getByRole("button", { name: /^plain-default\.erofs/ }).click();
	await (await dialog).setFiles(fixture("plain-default").file);
	await expect(app.main.getByRole("heading", { level: 1 })).toHaveText("plain-default.erofs");

	await app.start();
	await before.getByRole("button", { name: "Forget plain-default.erofs" }).click();
	await expect(before).toHaveCount(0);
	await app.start();
	await expect(before).toHaveCount(0);
});

test("a path that is too long for its line shows that it is cut", async ({ app, page }) => {
	await page.setViewportSize({ width: 390, height: 844 });
	const line = page.getByRole("navigation", { name: "Path" });
	const sides = () =>
		line.evaluate((element) => [
			getComputedStyle(element, "::before").content,
			getComputedStyle(element, "::after").content,
		]);
	await app.start("#sample=lz4&path=/story/1-the-library.txt");
	await expect(line).toContainText("1-the-library.txt");
	await expect.poll(sides).toEqual(["none", "none"]);
	await page.setViewportSize({ width: 320, height: 844 });
	await app.start("#sample=shelf&path=/a/long/way/to/what/is/not/there/at/all/or/anywhere");
	await expect.poll(sides).toEqual([expect.stringContaining("…"), "none"]);
	await line.evaluate((element) => {
		element.scrollLeft = 0;
	});
	await expect.poll(sides).toEqual(["none", expect.stringContaining("…")]);
});
