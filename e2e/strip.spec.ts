/** The strip along the bytes: whose they are, where one is, and going there; and the legend. */
import type { Locator, Page } from "@playwright/test";
import { badFixture, fixture } from "../src/testing/fixtures";
import { expect } from "./app";
import { expectAccessible } from "./axe";
import { place, test } from "./remote";

const bytes = (page: Page) => page.getByRole("application", { name: /^Bytes of / });
const strip = (page: Page) => page.getByRole("slider", { name: /^Place in / });
const told = /byte 0x[0-9a-f]+ of 0x[0-9a-f]+, (?!not read yet)/;

async function boxOf(element: Locator) {
	const box = await element.boundingBox();
	if (!box) throw new Error("not on screen");
	return box;
}

test("the strip by keys and pointer", async ({ app, page }) => {
	await test.step("it says whose the bytes at the top are, and keys go through all of them", async () => {
		await app.go("#sample=lz4&view=hex&at=0x400-0x404");
		await expect(strip(page)).toHaveAttribute("aria-valuetext", told);
		await strip(page).focus();
		await page.keyboard.press("End");
		const now = async () => Number(await strip(page).getAttribute("aria-valuenow"));
		await expect.poll(now).toBeGreaterThan(0x1000);
		const last = await now();
		await page.keyboard.press("PageUp");
		await expect.poll(now).toBeLessThan(last);
		await page.keyboard.press("Home");
		await expect(strip(page)).toHaveAttribute(
			"aria-valuetext",
			/^byte 0x0 of .*, first 1,024 bytes$/,
		);
		await page.keyboard.press("Enter");
		await expect(page).toHaveURL(/at=0x0-0x1/);
	});

	await test.step("a press goes there, dragging scrolls, and Back returns", async () => {
		await app.go("#sample=lz4&view=hex&at=0x400-0x404");
		await expect(strip(page)).toHaveAttribute("aria-valuetext", told);
		const { x, y, width, height } = await boxOf(strip(page));
		await page.mouse.click(x + width / 2, y + height * 0.8);
		await expect(page).not.toHaveURL(/at=0x400-0x404/);
		await expect(bytes(page)).toBeVisible();
		const there = page.url();
		await page.mouse.move(x + width / 2, y + height * 0.5);
		await page.mouse.down();
		await page.mouse.move(x + width / 2, y + height * 0.2, { steps: 4 });
		await page.mouse.up();
		expect(page.url()).toBe(there);
		await page.goBack();
		await expect(page).toHaveURL(/at=0x400-0x404/);
	});

	await test.step("what is under the pointer is named", async () => {
		await app.go("#sample=lz4&view=hex&at=0x400-0x404");
		await expect(strip(page)).toHaveAttribute("aria-valuetext", told);
		const { x, y, width } = await boxOf(strip(page));
		await page.mouse.move(x + width / 2, y + 1);
		await expect(page.locator(".hex-map-tip")).toContainText("first 1,024 bytes");
	});
});

test("the strip of other spaces and images", async ({ app, page }) => {
	await test.step("each space has a strip of its own", async () => {
		await app.goInto("#file=lzma-frag.erofs&view=hex&space=packed", fixture("lzma-frag").file);
		await expect(strip(page)).toHaveAccessibleName(/^Place in Packed inode/);
		await expect(strip(page)).toHaveAttribute("aria-valuetext", /end of a file of \//);
	});

	await test.step("what is wrong in a directory is marked where that is stored", async () => {
		await app.goInto(
			"#file=dirent-nid-beyond.erofs&view=hex",
			badFixture("dirent-nid-beyond").file,
		);
		await expect(page.locator(".hex-map-mark.hex-map-error")).toHaveCount(1);
	});
});

test("the legend stays until it is put away", async ({ app, page }) => {
	await app.start("#sample=lz4&view=hex&at=0x400-0x404");
	const legend = page.getByRole("region", { name: "Legend" });
	await page.getByRole("button", { name: "Legend" }).click();
	await expect(legend).toContainText("compressed contents");
	await page.reload();
	await expect(legend).toContainText("pointer");
	await expectAccessible(page, "the strip and the legend");
	await page.getByRole("button", { name: "Legend" }).click();
	await expect(legend).toHaveCount(0);
});

test("of a remote image it shows what was fetched, and owners once they are asked for", async ({
	app,
	page,
	server,
}) => {
	await app.start(`${place(server.url("a.erofs"))}&view=hex`);
	await expect(bytes(page)).toBeVisible();
	const menu = page.getByRole("button", { name: /^Strip shows/ });
	await menu.click();
	await page.getByRole("menuitemradio", { name: "Fetched" }).click();
	await expect(page.getByRole("menuitemradio", { name: "Fetched" })).toBeChecked();
	await page.getByRole("menuitemradio", { name: "Owner" }).click();
	await page.getByRole("menuitem", { name: /^Read all metadata/ }).click();
	await expect(strip(page)).toHaveAttribute("aria-valuetext", told);
	await menu.click();
	await expect(page.getByRole("menuitem", { name: /^Read all metadata/ })).toHaveCount(0);
});
