/** Opening: samples, dropped and chosen files, several devices. */
import { readFileSync } from "node:fs";
import { fixture } from "../src/testing/fixtures";
import { expect, test } from "./app";

const samples: unknown[] = JSON.parse(
	readFileSync(new URL("../public/samples/index.json", import.meta.url), "utf8"),
);

test("samples open with their tree and their superblock", async ({ app, page }) => {
	await test.step("a sample opens with its tree and its superblock", async () => {
		await app.go();
		await app.openSample("Compressed with LZ4");
		await expect(app.row("diary.txt")).toContainText(/66\.9 KiB\s*16\.2 KiB/);
		await expect(app.main.getByRole("heading", { level: 1 })).toHaveText("lz4.erofs");
		// Every byte once: the pieces of the bar are the whole image.
		const sums = app.main.getByRole("list", { name: "Bytes of the image" });
		await expect(sums).toContainText("compressed contents");
		const pieces = await sums
			.locator("[title]")
			.evaluateAll((all) => all.map((e) => e.getAttribute("title")));
		const bytes = pieces.map((text) => Number(text?.replace(/\D/g, "")));
		expect(bytes.reduce((sum, some) => sum + some)).toBe(77_824);
		await app.allFields();
		const superblock = app.main.getByRole("table", { name: "Superblock" });
		await expect(superblock.getByRole("row", { name: /^magic/ })).toContainText("0xe0f5e1e2");
		await expect(page).toHaveTitle(/lz4\.erofs · EROFS Explorer/);
	});

	await test.step("every sample of the gallery opens", async () => {
		await app.go();
		const cards = page.getByRole("region", { name: "Or start with a sample" }).getByRole("button");
		await expect(cards).toHaveCount(samples.length);
		for (let i = 0; i < samples.length; i++) {
			await cards.nth(i).click();
			await expect(app.tree.getByRole("row").nth(1)).toBeVisible();
			await page.getByRole("button", { name: "EROFS Explorer: start page" }).click();
		}
	});
});

test("files and devices open, dropped and chosen", async ({ app }) => {
	await test.step("a chosen file opens, and another one after it", async () => {
		await app.go();
		await app.choose(fixture("tiny-plain").file);
		await expect(app.main.getByRole("heading", { level: 1 })).toHaveText("tiny-plain.erofs");
		await app.drop(fixture("tinyz-lz4").file);
		await app.openInstead();
		await expect(app.main.getByRole("heading", { level: 1 })).toHaveText("tinyz-lz4.erofs");
	});

	await test.step("a dropped file opens", async () => {
		await app.go();
		await app.drop(fixture("plain-default").file);
		await expect(app.tree).toBeVisible();
		await expect(app.main.getByRole("heading", { level: 1 })).toHaveText("plain-default.erofs");
	});

	await test.step("devices dropped together are matched to their slots", async () => {
		const { file, devices } = fixture("merged-2layers");
		await app.go();
		await app.drop(file, ...devices);
		const table = app.main.getByRole("table", { name: "Devices" });
		await expect(table.getByRole("row", { name: /layer1\.erofs/ })).toBeVisible();
		await expect(table.getByRole("row", { name: /layer2\.erofs/ })).toBeVisible();
	});

	await test.step("an image whose devices are missing still shows its tree", async () => {
		await app.go();
		await app.drop(fixture("blobdev-48bit").file);
		await expect(app.tree.getByRole("row").nth(1)).toBeVisible();
	});
});

test("the page has a strict policy, loads all from its own origin, and sends nothing", async ({
	app,
	page,
}) => {
	await test.step("the page carries a strict policy, and loads everything from its own origin", async () => {
		const policies: string[] = [];
		page.on("response", (response) => {
			const policy = response.headers()["content-security-policy"];
			if (policy) policies.push(policy);
		});
		await app.go("#sample=plain");
		await expect(app.tree).toBeVisible();
		const inPage = await page
			.locator('meta[http-equiv="Content-Security-Policy"]')
			.getAttribute("content");
		for (const policy of [inPage, policies[0]]) {
			expect(policy).toContain("default-src 'self'");
			expect(policy).not.toContain("unsafe-inline");
			expect(policy).not.toContain("'unsafe-eval'");
		}
	});

	await test.step("nothing that was dropped leaves the page", async () => {
		const sent: string[] = [];
		page.on("request", (request) => {
			if (request.postData() !== null || request.method() !== "GET") sent.push(request.url());
		});
		await app.go();
		await app.drop({ name: "mine.img", bytes: readFileSync(fixture("tiny-plain").file) });
		await expect(app.tree).toBeVisible();
		expect(sent).toEqual([]);
	});
});
