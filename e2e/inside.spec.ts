/** Files that hold images: what is in them is listed, opened, and kept in the address. */
import { gzipSync } from "node:zlib";
import { zipOf } from "../src/testing/made-archives";
import { image, type Made } from "../src/testing/made-bytes";
import { made } from "../src/testing/made-wrappers";
import { expect, test, what } from "./app";

const zip = zipOf([
	{ name: "a.img", bytes: image },
	{ name: "b.img", bytes: image, deflate: true },
	{ name: "c.txt", bytes: Buffer.from("text") },
]);

test("a wrapper is looked into", async ({ app, page }) => {
	const way = page.getByRole("navigation", { name: "Way to what is open" });
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
		await expect(way).toHaveText("b.img");
		const lies = page.getByRole("table", { name: "Where it lies" });
		await expect(lies.getByRole("row").nth(1)).toContainText(/x\.zip.*zip archive/);
		await expect(lies.getByRole("row").nth(2)).toContainText(/b\.img.*EROFS image/);
		await way.getByRole("button", { name: "b.img" }).click();
		await expect(page.getByRole("menuitem", { name: /^c\.txt.*4 B/ })).toBeVisible();
		await page.getByRole("menuitem", { name: /^a\.img.*EROFS image/ }).click();
		await expect(way).toHaveText("a.img");
		const start = zip.indexOf(image) + 1024;
		const toBytes = () =>
			page.evaluate(() => {
				location.hash += "&view=bytes&at=0x400";
			});
		await toBytes();
		await expect(what(page)).toContainText(`0x${start.toString(16)}–`);
		await expect(what(page)).toContainText("of x.zip");
		await page.goBack();
		await page.goBack();
		await expect(way).toHaveText("b.img");
		await toBytes();
		await expect(what(page)).toContainText("unpacked from");
	});

	await test.step("a part that is no image shows its bytes", async () => {
		await app.go();
		await app.drop({ name: "x.zip", bytes: zip });
		const parts = page.getByRole("region", { name: "What is in it" });
		await expect(parts.getByRole("listitem")).toHaveCount(3);
		await parts.getByRole("button", { name: "Bytes c.txt" }).click();
		await expect(page).toHaveURL(/in=zip(%2F|\/)c\.txt/);
		await expect(page.getByRole("heading", { level: 1 })).toContainText("c.txt is no EROFS image");
	});

	await test.step("a block update compressed with brotli is unpacked once, and opens", async () => {
		const { bytes } = made.find(({ name }) => name === "block update with new.dat.br") as Made;
		await app.go();
		await app.drop({ name: "ota.zip", bytes });
		await expect(way).toHaveText("system.transfer.listtransfer");
		await expect(app.tree.getByRole("row", { name: /a\.txt/ })).toBeVisible();
	});

	await test.step("what unpacks to more than is allowed is opened when more is allowed", async () => {
		await app.start();
		await page.evaluate(() => {
			const name = "erofs-explorer";
			localStorage.setItem(name, JSON.stringify({ state: { unpackLimit: 20_000 }, version: 0 }));
		});
		await app.start();
		await app.drop({ name: "small.erofs.gz", bytes: gzipSync(image) });
		await expect(page.getByRole("alert")).toContainText("unpacks to more than");
		await page.getByRole("button", { name: /^Allow / }).click();
		await expect(app.tree.getByRole("row", { name: /a\.txt/ })).toBeVisible();
	});
});
