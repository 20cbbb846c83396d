/** Words of the format explain themselves: by pointer, by keyboard, and never longer than they are there. */
import { expect, test } from "./app";

test("words of the format explain themselves", async ({ app, page }) => {
	await test.step("a field is explained while the pointer rests on it, one at a time", async () => {
		await app.go("#sample=lz4");
		await app.allFields();
		const explanation = page.getByRole("dialog");
		await app.main.getByRole("button", { name: "blkszbits" }).hover();
		await expect(explanation).toContainText("Block size as a power of two");
		await app.main.getByRole("button", { name: "epoch" }).hover();
		await expect(explanation).toContainText("Base of the times");
		await expect(explanation).toHaveCount(1);
		await page.mouse.move(5, 5);
		await expect(explanation).toHaveCount(0);
	});

	await test.step("a field is explained by keyboard", async () => {
		await app.go("#sample=lz4");
		await app.allFields();
		const word = app.main.getByRole("button", { name: "blkszbits" });
		await word.focus();
		await page.keyboard.press("Enter");
		await expect(page.getByRole("dialog")).toContainText("Block size as a power of two");
		await page.keyboard.press("Escape");
		await expect(page.getByRole("dialog")).toHaveCount(0);
		await expect(word).toBeFocused();
	});

	await test.step("an explanation leaves with its word", async () => {
		await app.go("#sample=lz4&view=findings");
		await app.show("Summary");
		await app.allFields();
		await app.main.getByRole("button", { name: "blkszbits" }).hover();
		await expect(page.getByRole("dialog")).toBeVisible();
		await page.goBack();
		await expect(page.getByRole("dialog")).toHaveCount(0);
	});
});
