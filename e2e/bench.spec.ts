/** The bench: a copy is broken, everything reacts, and nothing of the image itself changes. */
import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { sampleImage } from "../src/testing/samples";
import { expect, test } from "./app";
import { expectAccessible } from "./axe";

const drawer = (page: Page) => page.getByRole("complementary", { name: "Learn" });
const button = (page: Page, name: string | RegExp) => drawer(page).getByRole("button", { name });
const mark = (page: Page) => page.getByRole("button", { name: /^Altered copy/ });

test("a field is changed in a copy, found by the check, undone, redone and saved", async ({
	app,
	page,
}) => {
	await app.start("#sample=plain&view=bytes&at=0x6af-0x6b0&learn=bench");
	await expect(drawer(page)).toContainText("Nothing is changed");
	await expect(drawer(page)).toContainText("i_size");
	await expect(mark(page)).toHaveCount(0);
	await drawer(page).getByRole("textbox", { name: "Bytes, two digits each" }).fill("80");
	await button(page, "Change").click();

	await expect(mark(page)).toContainText("1 change");
	await expect(drawer(page)).toContainText("i_size is above 2^63 − 1");
	await expect(page).toHaveURL(/edit=0x6af:80/);
	await expectAccessible(page, "the bench");

	const download = page.waitForEvent("download");
	await button(page, "Save the altered copy").click();
	const saved = readFileSync(await (await download).path());
	const image = readFileSync(sampleImage("plain").file);
	const differ = [...image.keys()].filter((at) => image[at] !== saved[at]);
	// The byte, and the checksum, which is mended: the inode lies in the first block.
	expect(saved.length).toBe(image.length);
	expect(differ).toContain(0x6af);
	expect(differ.every((at) => at === 0x6af || (at >= 1028 && at < 1032))).toBe(true);

	await button(page, "Undo").first().click();
	await expect(mark(page)).toHaveCount(0);
	await expect(drawer(page)).toContainText("Nothing is changed");
	await button(page, "Redo").click();
	await expect(mark(page)).toContainText("1 change");
	// Keys, and the browser's own way back, undo it, too.
	await page.getByRole("application", { name: /^Bytes of / }).press("Control+z");
	await expect(mark(page)).toHaveCount(0);
	await page.keyboard.press("Control+y");
	await expect(mark(page)).toContainText("1 change");
	await page.goBack();
	await expect(mark(page)).toHaveCount(0);

	// What was taken back and is there again by the browser's way is not made a second time.
	await page.goForward();
	await button(page, "Undo").first().click();
	await expect(button(page, "Redo")).toBeEnabled();
	await page.goBack();
	await expect(mark(page)).toContainText("1 change");
	await page.getByRole("application", { name: /^Bytes of / }).press("Control+y");
	await expect(page).toHaveURL(/edit=0x6af:80(?!.*edit=)/);
	await expect(button(page, "Redo")).toBeDisabled();
	await page.goForward();
	await expect(button(page, "Redo")).toBeEnabled();

	// A link can name bytes that are not there: that is no change, and is said.
	await app.go("#sample=plain&view=bytes&learn=bench&edit=0x16000:ff&edit=0x440:4e");
	await expect(mark(page)).toContainText("1 change");
	await expect(drawer(page)).toContainText("lies behind the end: nothing is changed there.");
});

test("a ready-made breakage is predicted and seen; a copy that does not open can be undone", async ({
	app,
	page,
}) => {
	await app.start("#sample=plain&view=bytes&learn=bench");
	await drawer(page).getByRole("link", { name: "One letter of the label" }).click();
	await drawer(page)
		.getByRole("radio", { name: /^Nothing: only the label/ })
		.check();
	await button(page, "Break the copy").click();
	await expect(drawer(page)).toContainText("It is: The checksum is wrong");
	await expect(drawer(page)).toContainText("The checksum does not match");
	await button(page, "Undo the change").click();
	await expect(mark(page)).toHaveCount(0);

	// A wrong magic number: no image any more.
	await app.start("#sample=plain&view=bytes&learn=bench&edit=0x400:00");
	await expect(drawer(page)).toContainText("The copy does not open any more.");
	await expect(mark(page)).toBeVisible();
	await button(page, "Undo all").click();
	await expect(page.getByRole("tab", { name: "Summary" })).toBeVisible();
	await expect(mark(page)).toHaveCount(0);
});
