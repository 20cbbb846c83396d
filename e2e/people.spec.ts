/**
 * Three people from an open image to what they came for. Each counts the steps it takes: what is
 * pressed from the open image on.
 */
import type { Locator } from "@playwright/test";
import { expect, test, what } from "./app";

/** Presses things, and knows how often. */
function counter() {
	let steps = 0;
	return {
		async press(what: Locator): Promise<void> {
			await what.click();
			steps++;
		},
		get steps(): number {
			return steps;
		},
	};
}

test("three people come to what they came for, in a step or two", async ({ app, page }) => {
	await test.step("who makes images sees why a directory is large, in two steps", async () => {
		const hand = counter();
		await app.go("#sample=lz4");
		await expect(app.row("data")).toContainText(/39\.8\s*KiB/);
		await hand.press(app.row("data"));
		const entries = app.main.getByRole("grid", { name: "Entries" });
		await hand.press(entries.getByRole("columnheader", { name: "On disk" }).getByRole("button"));
		// The largest comes first: it is most of the directory, and hardly got smaller.
		const first = entries.getByRole("row").nth(1);
		await expect(first).toContainText("ledger.bin");
		await expect(first).toContainText("30.9 KiB");
		await expect(first).toContainText("79 %");
		expect(hand.steps).toBe(2);
	});

	await test.step("who learns meets no word that is not explained", async () => {
		const hand = counter();
		await app.go("#sample=lz4");
		const card = page.getByRole("dialog");
		// Each kind of bytes can be asked about, and so can each field.
		const sums = app.main.getByRole("list", { name: "Bytes of the image" });
		await expect(sums.getByRole("listitem").first()).toBeVisible();
		const items = await sums.getByRole("listitem").count();
		await expect(sums.locator("li > button[aria-haspopup=dialog]")).toHaveCount(items);
		await hand.press(sums.getByRole("button", { name: "inodes" }));
		await expect(card).toContainText("all about a file but its name");
		await page.keyboard.press("Escape");
		await app.allFields();
		const fields = app.main.getByRole("table", { name: "Superblock" }).getByRole("rowheader");
		expect(await fields.count()).toBeGreaterThan(20);
		await expect(fields.filter({ hasNot: page.getByRole("button") })).toHaveCount(0);
		// Beside a file too; and no place speaks in the words of those who know.
		await hand.press(app.row("diary.txt"));
		const facts = app.about.locator("dt");
		await expect(facts.first()).toBeVisible();
		await expect(facts.filter({ hasNot: page.getByRole("button") })).toHaveCount(0);
		for (const name of ["Summary", "Files", "Space", "Check"]) {
			const view = await app.show(name);
			await expect(view).not.toContainText(/\b(nid|glob|lcluster|pcluster|dirent|boot area)\b/);
		}
		expect(hand.steps).toBe(2);
	});

	await test.step("who debugs reaches the wrong bytes of a damaged file in one step", async () => {
		const hand = counter();
		await app.go("#sample=broken&path=/source/Makefile&view=files");
		const wrong = app.about.getByRole("link", { name: /bytes of i_mode/ }).first();
		await expect(wrong).toBeVisible();
		await hand.press(wrong);
		await expect(page).toHaveURL(/view=bytes/);
		await expect(what(page)).toContainText("i_mode");
		await expect(what(page)).toContainText(/Error: /);
		expect(hand.steps).toBe(1);
	});
});
