/** axe finds nothing on any view, in both themes. */
import { badFixture } from "../src/testing/fixtures";
import { expect, test } from "./app";
import { expectAccessible } from "./axe";

const places = [
	{ what: "the overview", place: "#sample=algorithms" },
	{ what: "an inode", place: "#sample=many-files&path=/notes/press&view=inode" },
	{ what: "extents", place: "#sample=lz4&path=/diary.txt&view=inode&tab=extents" },
	{ what: "a text", place: "#sample=lz4&path=/source/press.c&view=inode&tab=preview" },
	{ what: "a picture", place: "#sample=plain&path=/pictures/lamp.png&view=inode&tab=preview" },
	{ what: "binary data", place: "#sample=plain&path=/data/dice.bin&view=inode&tab=preview" },
	{ what: "a directory", place: "#sample=plain&path=/story&view=inode&tab=preview" },
	{ what: "findings", place: "#sample=broken&view=findings" },
	{ what: "bytes", place: "#sample=lz4&view=hex&at=0x400-0x404" },
	{ what: "bytes of contents", place: "#sample=lz4&view=hex&space=file:51&at=0x0-0x1" },
	{ what: "a filter", place: "#sample=many-files&filter=*.txt" },
];

for (const theme of ["light", "dark"] as const) {
	test.describe(theme, () => {
		test.use({ colorScheme: theme });

		for (const { what, place } of places) {
			test(what, async ({ app, page }) => {
				await app.start(place);
				await expect(page.getByRole("row").nth(2)).toBeVisible();
				await expect(app.main.getByRole("tabpanel").last()).not.toBeEmpty();
				await page.waitForLoadState("networkidle");
				await expectAccessible(page, `${what}, ${theme}`);
			});
		}

		test("the start page, with and without a failure", async ({ app, page }) => {
			await app.start();
			await expect(page.getByRole("button", { name: /^The night library/ })).toBeVisible();
			await expectAccessible(page, `start, ${theme}`);
			await app.drop(badFixture("sb-wrong-magic").file);
			await expect(app.failure).toBeVisible();
			await expectAccessible(page, `start with a failure, ${theme}`);
		});

		test("help", async ({ app, page }) => {
			await app.start("#sample=plain");
			await page.keyboard.press("F1");
			await expect(page.getByRole("dialog", { name: "Help" })).toBeVisible();
			await expectAccessible(page, `help, ${theme}`);
		});
	});
}

test("the theme can be chosen, and stays chosen", async ({ app, page }) => {
	await app.start();
	await page.getByRole("button", { name: "Theme" }).click();
	await page.getByRole("menuitemradio", { name: "Dark" }).click();
	const theme = page.locator("html");
	await expect(theme).toHaveAttribute("data-theme", "dark");
	await page.reload();
	await expect(theme).toHaveAttribute("data-theme", "dark");
});

test("a small screen, in both orientations", async ({ app, page }) => {
	for (const viewport of [
		{ width: 390, height: 844 },
		{ width: 844, height: 390 },
	]) {
		await page.setViewportSize(viewport);
		await app.start("#sample=lz4");
		await expect(app.main.getByRole("heading", { name: "lz4.erofs" })).toBeVisible();
		await expectAccessible(page, `${viewport.width} pixels wide`);
	}
});
