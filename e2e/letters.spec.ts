/** Letters as large as some have their browser show them: what holds a line of them holds it whole. */
import type { Page } from "@playwright/test";
import { chromiumArgs } from "../scripts/chromium.mjs";
import { expect, test } from "./app";

test.use({
	launchOptions: {
		executablePath: process.env.CHROMIUM_PATH,
		args: [...chromiumArgs, "--blink-settings=defaultFontSize=32"],
	},
	viewport: { width: 1280, height: 800 },
});

/** Texts of rows and bars that are higher than what they stand in. */
const cutTexts = (page: Page): Promise<string[]> =>
	page.evaluate(() => {
		const holders = [
			...document.querySelectorAll("[role=row], tr, .topbar, .address, [role=tablist]"),
		];
		return holders.flatMap((holder) => {
			const { top, bottom } = holder.getBoundingClientRect();
			const texts = document.createTreeWalker(holder, NodeFilter.SHOW_TEXT);
			const cut: string[] = [];
			for (let text = texts.nextNode(); text; text = texts.nextNode()) {
				if (text.parentElement?.closest(".hidden-text, select")) continue;
				const range = document.createRange();
				range.selectNode(text);
				const rect = range.getBoundingClientRect();
				if (rect.height === 0) continue;
				const isIn = rect.top >= top - 1 && rect.bottom <= bottom + 1;
				if (!isIn) cut.push(text.textContent ?? "");
			}
			return cut;
		});
	});

test("no line is cut where letters are twice as large", async ({ app, page }) => {
	await app.go("#sample=broken&path=/diary.txt");
	const door = page.getByRole("button", { name: "File tree" });
	await door.click();
	await expect(app.row("diary.txt")).toBeVisible();
	expect(await cutTexts(page)).toEqual([]);
	await door.click();
	for (const [view, text] of [
		["Files", "Night 1"],
		["Space", "data/ledger.bin"],
		["Check", "names no known file type"],
	] as const) {
		const panel = await app.show(view);
		await expect(panel).toContainText(text);
		expect(await cutTexts(page)).toEqual([]);
	}
});
