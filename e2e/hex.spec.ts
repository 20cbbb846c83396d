/** The bytes: from a structure to its bytes and back, going, finding, selecting, following. */
import type { Locator, Page } from "@playwright/test";
import { type App, expect, strip, test, what } from "./app";

const bytes = (page: Page) => page.getByRole("application", { name: /^Bytes of / });

async function goTo(page: Page, where: string): Promise<void> {
	await bytes(page).press("Control+g");
	await page.getByRole("form", { name: "Go to" }).getByRole("textbox").fill(where);
	await page.keyboard.press("Enter");
}

async function start(app: App, more = ""): Promise<void> {
	await app.go(`#sample=lz4&view=hex${more}`);
	await expect(bytes(app.page)).toBeVisible();
}

test("what leads to bytes, and back", async ({ app, page }) => {
	await test.step("an inode leads to its bytes, and back", async () => {
		await app.go("#sample=lz4&path=/diary.txt&view=inode");
		await app.view("Bytes").click();
		await expect(what(page)).toContainText("erofs_inode_extended.i_format");
		await expect(what(page)).toContainText("inode /diary.txt");
		await page.goBack();
		await expect(app.main.getByRole("heading", { name: "diary.txt" })).toBeVisible();
	});

	await test.step("a field of the superblock leads to its bytes", async () => {
		await app.go("#sample=lz4");
		await app.allFields();
		await app.main.getByRole("link", { name: /bytes of blkszbits/ }).click();
		await expect(what(page)).toContainText("erofs_super_block.blkszbits");
		await expect(what(page)).toContainText("2^12 = 4096 bytes");
		await expect(page).toHaveURL(/at=0x40c-0x40d/);
	});

	await test.step("an extent leads to the stored bytes, and the contents have bytes of their own", async () => {
		await app.go("#sample=lz4&path=/diary.txt&view=inode&tab=extents");
		await app.main.getByText("0x2000–0x3000").click();
		await expect(strip(page)).toContainText("0x2000 (8,192)");
		await page.goBack();
		await app.view("Bytes").click();
		await app.main.getByRole("button", { name: "Contents", exact: true }).click();
		// "N", the first letter of the file: the contents are shown decompressed.
		await expect(strip(page)).toContainText("byte 4e = 78");
	});

	await test.step("a pointer is followed, and the way back is kept", async () => {
		await start(app, "&at=0x40e-0x410");
		await expect(what(page)).toContainText("erofs_super_block.rootnid_2b");
		await bytes(page).press("Enter");
		await expect(what(page)).toContainText("inode /");
		await page
			.getByRole("region", { name: "Where you are" })
			.getByRole("button", { name: "Back" })
			.click();
		await expect(what(page)).toContainText("erofs_super_block.rootnid_2b");
	});
});

test("one goes to bytes, and finds them", async ({ app, page }) => {
	await test.step("keys work as soon as the bytes are shown, and a bar does not move them", async () => {
		await app.go("#sample=lz4");
		await app.view("Bytes").click();
		await expect(bytes(page)).toBeVisible();
		const place = async () => {
			const { x, y, width } = (await bytes(page).boundingBox()) ?? {};
			return { x, y, width };
		};
		const before = await place();
		await page.keyboard.press("Control+g");
		await expect(page.getByRole("form", { name: "Go to" })).toBeVisible();
		expect(await place()).toEqual(before);
		await page.keyboard.press("Escape");
		await page.keyboard.press("Control+f");
		const find = page.getByRole("search", { name: "Find in bytes" });
		await find.getByRole("textbox").fill("no such text in this image");
		await page.keyboard.press("Enter");
		await expect(find.getByRole("status")).toContainText(/not found|no match/i);
		expect(await place()).toEqual(before);
	});

	await test.step("one goes to an offset, a block, an inode, a path", async () => {
		await start(app);
		await goTo(page, "0x480");
		await expect(strip(page)).toContainText("0x480 (1,152)");
		await goTo(page, "b2");
		await expect(strip(page)).toContainText("0x2000 (8,192), block 2");
		await goTo(page, "nid 51");
		await expect(what(page)).toContainText("erofs_inode_extended.i_format");
		await goTo(page, "/story/2-the-cards.txt");
		await expect(page).toHaveURL(/path=\/story\/2-the-cards\.txt/);
		await goTo(page, "b9999");
		await expect(page.getByRole("form", { name: "Go to" })).toContainText(
			"There is no block 9,999",
		);
		await page.keyboard.press("Escape");
		await expect(bytes(page)).toBeFocused();
	});

	await test.step("text and bytes are found, forwards and backwards, and what is not there is said", async () => {
		await start(app);
		await bytes(page).press("Control+f");
		const find = page.getByRole("search", { name: "Find in bytes" });
		await find.getByRole("textbox").fill("Night 1, spring");
		await page.keyboard.press("Enter");
		await expect(strip(page)).toContainText("15 bytes");
		const first = page.url();
		await find.getByRole("button", { name: "Hex" }).click();
		await find.getByRole("textbox").fill("e2 e1 f5 e0");
		await page.keyboard.press("Shift+Enter");
		await expect(what(page)).toContainText("erofs_super_block.magic");
		expect(page.url()).not.toBe(first);
		await find.getByRole("textbox").fill("de ad be ef 00 00");
		await page.keyboard.press("Enter");
		await expect(find.getByRole("status")).toContainText(/not found|no match/i);
	});
});

test("bytes are drawn, selected, and followed by the structures", async ({ app, page }) => {
	await test.step("the bytes are drawn", async () => {
		await start(app, "&at=0x400-0x404");
		await expect(what(page)).toContainText("magic");
		const colours = () =>
			page.locator("canvas.hex-canvas").evaluate((canvas: HTMLCanvasElement) => {
				const { width, height } = canvas;
				const pixels = canvas.getContext("2d")?.getImageData(0, 0, width, height).data;
				return new Set(new Uint32Array(pixels?.buffer ?? new ArrayBuffer(0))).size;
			});
		await expect.poll(colours).toBeGreaterThan(20);
	});

	await test.step("bytes are selected by keys and read in every way", async () => {
		await start(app, "&at=0x400-0x401");
		await bytes(page).focus();
		for (let i = 0; i < 3; i++) await page.keyboard.press("Shift+ArrowRight");
		await expect(strip(page)).toContainText("4 bytes");
		await expect(strip(page)).toContainText("u323774210530");
		await what(page).getByText("Read as other types").click();
		const values = page.getByRole("table", { name: "Values at the start of the selection" });
		await expect(values.getByRole("row", { name: /u32/ })).toContainText("3774210530");
	});

	await test.step("the structure tree and the bytes follow each other", async () => {
		await start(app, "&path=/diary.txt");
		const tree = page.getByRole("tree", { name: "Structures" });
		await expect(tree.getByRole("treeitem", { selected: true })).toHaveText(/^i_format/);
		await tree.getByRole("treeitem", { name: /^erofs_super_block/ }).click();
		await expect(strip(page)).toContainText("0x400 (1,024)");
		await goTo(page, "0x660");
		await expect(tree.getByRole("treeitem", { name: /^i_format/ })).toBeInViewport();
	});

	await test.step("a long value goes on in further lines", async () => {
		await start(app, "&at=0x408-0x40c");
		const row = page.getByRole("treeitem", { name: /^feature_compat/ });
		await expect(row).toBeVisible();
		const cut = await row.evaluate((element) =>
			[...element.children].some((part) => part.scrollWidth > part.clientWidth + 1),
		);
		expect(cut).toBe(false);
	});
});

test("in a window as low as a phone on its side bytes are in sight, also with the panel", async ({
	app,
	page,
}) => {
	await page.setViewportSize({ width: 844, height: 390 });
	await start(app, "&at=0x400-0x404");
	const panel = page.getByRole("region", { name: "Panel", exact: true });
	await expect(strip(page)).toContainText("0xe0f5e1e2");
	await expect(panel).toBeHidden();
	await page.keyboard.press("Control+j");
	await expect(panel.getByRole("heading", { name: "What is this" })).toBeAttached();
	const top = async (what: Locator) => (await what.boundingBox())?.y ?? 0;
	expect((await top(panel)) - (await top(bytes(page)))).toBeGreaterThan(60);
});
