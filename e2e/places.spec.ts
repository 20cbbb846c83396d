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
