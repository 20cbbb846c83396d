/** One file: attributes, xattrs, extents, preview, download. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { fixture } from "../src/testing/fixtures";
import { type App, expect, test } from "./app";

const part = async (app: App, name: string) => {
	const inode = await app.show("Files");
	await inode.getByRole("tab", { name }).click();
	return inode;
};

test("a text, a picture, and where their bytes lie", async ({ app, page }) => {
	await test.step("a text is previewed with line numbers and search", async () => {
		await app.go("#sample=lz4&path=/story/4-the-press.txt");
		const inode = await part(app, "Preview");
		const text = inode.getByRole("region", { name: "Text" });
		await expect(text).toContainText("In the workshop stood a press.");
		await inode.getByRole("button", { name: "Find in text" }).click();
		await page.keyboard.type("bellows");
		await expect(inode.getByRole("search")).toContainText(/1 of 1/);
		await expect(text.locator("mark")).toHaveText("bellows");
	});

	await test.step("extents say where the bytes lie, how, and how much they save", async () => {
		await app.go("#sample=lz4&path=/diary.txt");
		const inode = await part(app, "Extents");
		await expect(inode.getByRole("table").or(inode.getByRole("grid")).first()).toContainText("LZ4");
		await expect(inode.getByRole("row", { name: /^Σ/ })).toContainText("16.2 KiB");
		await expect(app.about).toContainText("16.2 KiB, 24 % of size");
	});

	await test.step("a picture is previewed", async () => {
		await app.go("#sample=modern&path=/pictures/lamp.png");
		const inode = await part(app, "Preview");
		await expect(inode).toContainText("192 × 144 pixels");
		const picture = inode.getByRole("img", { name: "/pictures/lamp.png" });
		await expect
			.poll(() => picture.evaluate((img: HTMLImageElement) => img.naturalWidth))
			.toBe(192);
	});
});

const KINDS = fileURLToPath(new URL("../src/preview/samples/kinds.erofs", import.meta.url));

/** The preview of a file of an image that has one of every kind. */
async function preview(app: App, path: string) {
	await app.goInto(`#file=kinds.erofs&path=${path}`, KINDS);
	return part(app, "Preview");
}

test("programs, packages, drawings and texts are previewed by what they are", async ({
	app,
	page,
}) => {
	await test.step("a program is previewed by what it is and needs, and its parts lead to their bytes", async () => {
		const inode = await preview(app, "/small-pie");
		await expect(inode).toContainText("Program, ELF, x86-64");
		await expect(inode).toContainText("libsmall.so.1");
		const sections = inode.getByRole("table", { name: "12 sections" });
		await expect(sections.getByRole("row", { name: /^\.dynstr names/ })).toBeVisible();
		await inode.getByRole("button", { name: "Hex" }).click();
		await expect(inode.getByRole("region", { name: "First bytes" })).toContainText("7f 45 4c 46");
		await inode.getByRole("button", { name: "Program" }).click();
		await sections.getByRole("link", { name: /bytes of \.dynstr/ }).click();
		await expect(page).toHaveURL(/space=file:\d+.*at=0x230/);
	});

	await test.step("a program that is cut off says what is missing", async () => {
		const inode = await preview(app, "/cut-off");
		await expect(inode).toContainText(/0 are in the file: it is cut off/);
	});

	await test.step("an Android package is previewed by its entries", async () => {
		const inode = await preview(app, "/app.apk");
		await expect(inode).toContainText("Android package (APK), ZIP");
		await expect(inode).toContainText("arm64-v8a");
		const entries = inode.getByRole("table", { name: "4 entries" });
		await expect(entries.getByRole("row").nth(1)).toContainText("classes.dex");
		await entries.getByRole("button", { name: "Name" }).click();
		await expect(entries.getByRole("row").nth(1)).toContainText("AndroidManifest.xml");
	});

	await test.step("a drawing is a picture: its scripts do not run and nothing is fetched for it", async () => {
		const inode = await preview(app, "/drawing.svg");
		const picture = inode.getByRole("img", { name: "/drawing.svg" });
		await expect.poll(() => picture.evaluate((img: HTMLImageElement) => img.complete)).toBe(true);
		expect(await page.evaluate(() => "hacked" in window)).toBe(false);
		await inode.getByRole("button", { name: "Text" }).click();
		await expect(inode.getByRole("region", { name: "Text" })).toContainText("<svg");
	});

	await test.step("the encoding of a text is guessed, said, and can be chosen", async () => {
		const inode = await preview(app, "/windows.txt");
		await expect(inode).toContainText(
			"UTF-16 (little endian) text, by its byte order mark, 20 lines",
		);
		const text = inode.getByRole("region", { name: "Text" });
		await expect(text).toContainText("Zweite Zeile: Größe");
		await inode.getByRole("combobox", { name: "Encoding of the text" }).selectOption("latin-1");
		await expect(text).toContainText("W␀i␀n␀");
	});

	await test.step("a hole in a text is one line", async () => {
		const inode = await preview(app, "/log.txt");
		await expect(inode.getByText("of zeros")).toHaveCount(1);
		await expect(inode).toContainText("boot again");
	});
});

test("a file of a sample is downloaded byte for byte", async ({ app, page }) => {
	const source = new URL("../scripts/samples/tree/source/press.c", import.meta.url);
	for (const sample of ["plain", "lz4", "modern", "two-devices"]) {
		await test.step(sample, async () => {
			await app.go(`#sample=${sample}&path=/source/press.c&view=inode`);
			const download = page.waitForEvent("download");
			await app.main.getByRole("button", { name: "Download" }).click();
			const saved = readFileSync(await (await download).path());
			expect((await download).suggestedFilename()).toBe("press.c");
			expect(saved.equals(readFileSync(source))).toBe(true);
		});
	}
});

test("the largest file of an image is downloaded as the truth has it", async ({ app, page }) => {
	for (const name of ["multialg-hints", "chunk-4096-indexes", "b48-rec8"]) {
		await test.step(name, async () => {
			const image = fixture(name);
			const files = image.manifest().filter(({ type, size = 0 }) => type === "reg" && size < 9e6);
			const [largest] = files.sort((a, b) => (b.size ?? 0) - (a.size ?? 0));
			await app.goInto(`#file=${name}.erofs&path=/${largest?.path}&view=inode`, image.file);
			const download = page.waitForEvent("download");
			await app.main.getByRole("button", { name: "Download" }).click();
			const saved = readFileSync(await (await download).path());
			expect(createHash("sha256").update(saved).digest("hex")).toBe(largest?.sha256);
		});
	}
});

test("labels and links in words", async ({ app, page }) => {
	await test.step("labels, capabilities and access lists are shown in words", async () => {
		await app.go("#sample=many-files&path=/notes/press&view=inode");
		await expect(app.about).toContainText("system_u:object_r:press_exec_t:s0");
		await expect(app.about).toContainText(/net_bind_service/i);
		await app.go("#sample=many-files&path=/notes/shared.txt&view=inode");
		await expect(app.about).toContainText(/user:1002:rw-/);
	});

	await test.step("a link is followed, and one that leads nowhere is said", async () => {
		await app.go("#sample=many-files&path=/links/relative&view=inode");
		await expect(app.about).toContainText("../notes/shared.txt");
		await app.about.getByRole("link", { name: /notes\/shared\.txt/ }).click();
		await expect(page).toHaveURL(/path=\/notes\/shared\.txt/);
	});
});

test("in a low window extents are below their map, and are scrolled to", async ({ app, page }) => {
	await page.setViewportSize({ width: 844, height: 390 });
	await app.go("#sample=lz4&path=/diary.txt&view=inode&tab=extents");
	const row = app.main.getByRole("row", { name: /0x8556–0xc7d7/ });
	await expect(row).toBeAttached();
	await app.main.getByText("5 extents: 5 compressed").hover();
	await page.mouse.wheel(0, 400);
	await expect(row).toBeInViewport();
});
