/** Files that hold images: what is in them is listed, opened, and kept in the address. */
import { image, type Made, made, zipOf } from "../src/testing/made-wrappers";
import { expect, test } from "./app";

const zip = zipOf([
	{ name: "a.img", bytes: image },
	{ name: "b.img", bytes: image, deflate: true },
	{ name: "c.txt", bytes: Buffer.from("text") },
]);

test("a wrapper is looked into", async ({ app, page }) => {
	await test.step("a wrapper with several images lists them, and opens the one that is chosen", async () => {
		await app.go();
		await app.drop({ name: "x.zip", bytes: zip });
		await expect(page.getByRole("heading", { level: 1 })).toContainText(
			"holds several EROFS images",
		);
		const parts = page.getByRole("region", { name: "What is in it" });
		await expect(parts.getByRole("listitem")).toHaveCount(3);
		await expect(parts.getByRole("listitem").nth(1)).toContainText("b.img");
		await parts.getByRole("button", { name: "Open b.img" }).click();
		await expect(page).toHaveURL(/in=zip%2Fb\.img|in=zip\/b\.img/);
		await expect(page.locator(".image-chip")).toContainText("x.zip ▸ b.img");
		await page.locator(".image-chip").click();
		await page.getByRole("menuitem", { name: /zip\/a\.img/ }).click();
		await expect(page.locator(".image-chip")).toContainText("x.zip ▸ a.img");
		await page.goBack();
		await expect(page.locator(".image-chip")).toContainText("x.zip ▸ b.img");
	});

	await test.step("a part that is no image shows its bytes", async () => {
		await app.go();
		await app.drop({ name: "x.zip", bytes: zip });
		await page.getByRole("button", { name: "Bytes c.txt" }).click();
		await expect(page).toHaveURL(/in=zip(%2F|\/)c\.txt/);
		await expect(page.getByRole("heading", { level: 1 })).toContainText("did not open");
	});

	await test.step("a block update compressed with brotli is unpacked once, and opens", async () => {
		const { bytes } = made.find(({ name }) => name === "block update with new.dat.br") as Made;
		await app.go();
		await app.drop({ name: "ota.zip", bytes });
		await expect(page.locator(".image-chip")).toContainText("ota.zip ▸ transfer");
		await expect(app.tree.getByRole("row", { name: /a\.txt/ })).toBeVisible();
	});
});
