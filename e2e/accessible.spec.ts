/** axe finds nothing on any view. */
import { badFixture } from "../src/testing/fixtures";
import { expect, test } from "./app";
import { expectAccessible } from "./axe";

interface Place {
	readonly what: string;
	readonly place: string;
	/** A text of its last part to come. */
	readonly shown: string;
	readonly unfold?: boolean;
}

/** Each view, in parts of about the same length. */
const PLACES: Readonly<Record<string, readonly Place[]>> = {
	"views of files": [
		{
			what: "the root",
			place: "#sample=lz4&view=inode",
			shown: "6 entries: 2 files, 4 directories",
		},
		{
			what: "extents",
			place: "#sample=lz4&path=/diary.txt&view=inode&tab=extents",
			shown: "On disk at",
		},
		{
			what: "a text",
			place: "#sample=lz4&path=/source/press.c&view=inode&tab=preview",
			shown: "#include",
		},
		{
			what: "an inode",
			place: "#sample=many-files&path=/notes/press&view=inode",
			shown: "press_exec_t",
		},
	],
	"views of contents": [
		{
			what: "a picture",
			place: "#sample=plain&path=/pictures/lamp.png&view=inode&tab=preview",
			shown: "192 × 144 pixels",
		},
		{
			what: "binary data",
			place: "#sample=plain&path=/data/dice.bin&view=inode&tab=preview",
			shown: "Binary data",
		},
		{
			what: "a directory",
			place: "#sample=plain&path=/story&view=inode&tab=preview",
			shown: "5-the-mouse.txt",
		},
		{ what: "a filter", place: "#sample=many-files&filter=*.txt", shown: "001.txt" },
	],
	"views of an image and its bytes": [
		{ what: "bytes", place: "#sample=lz4&view=hex&at=0x400-0x404", shown: "0xe0f5e1e2" },
		{
			what: "bytes of contents",
			place: "#sample=lz4&view=hex&space=file:51&at=0x0-0x1",
			shown: "from 0x0",
		},
		{
			what: "the way to a byte",
			place: "#sample=lz4&view=hex&at=0x6ca-0x6cc&walk=file:51:40000&step=17",
			shown: "Step 17 of 22",
		},
		{ what: "the overview", place: "#sample=algorithms", shown: "blkszbits", unfold: true },
		{
			what: "findings",
			place: "#sample=broken&view=findings",
			shown: "lies beyond the end of the image",
		},
	],
};

for (const [part, places] of Object.entries(PLACES)) {
	test(part, async ({ app, page }) => {
		for (const { what, place, shown, unfold } of places) {
			await test.step(what, async () => {
				await app.go(place);
				if (unfold) await app.allFields();
				await expect(page.locator("body")).toContainText(shown);
				const rows = place.includes("filter=") ? page.getByRole("grid") : app.tree;
				await expect(rows.getByRole("row").nth(1)).toBeVisible();
				await expectAccessible(page, what);
			});
		}
	});
}

test("the start page, with and without a failure, help, and a theme that stays", async ({
	app,
	page,
}) => {
	await test.step("the start page, with and without a failure", async () => {
		await app.go();
		await expect(page.getByRole("button", { name: /^The night library/ })).toBeVisible();
		await expectAccessible(page, "the start page");
		await app.drop(badFixture("sb-wrong-magic").file);
		await expect(app.failure).toBeVisible();
		await expectAccessible(page, "the start page with a failure");
	});

	await test.step("help", async () => {
		await app.go("#sample=plain");
		await expect(app.row("diary.txt")).toBeVisible();
		await page.keyboard.press("?");
		await expect(page.getByRole("dialog", { name: "Help" })).toBeVisible();
		await expectAccessible(page, "help");
		await page.keyboard.press("Escape");
	});

	await test.step("the theme can be chosen, and stays chosen", async () => {
		await app.go();
		await page.getByRole("button", { name: "Theme" }).click();
		await page.getByRole("menuitemradio", { name: "Dark" }).click();
		const theme = page.locator("html");
		await expect(theme).toHaveAttribute("data-theme", "dark");
		await page.reload();
		await expect(theme).toHaveAttribute("data-theme", "dark");
	});
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
	await page.setViewportSize({ width: 390, height: 844 });
	await page.getByRole("button", { name: "More" }).click();
	await expectAccessible(page, "the menu of what finds no room");
	await page.getByRole("menuitem", { name: "Help and keys" }).click();
	await expect(page.getByRole("dialog", { name: "Help" })).toBeVisible();
});
