/** A file that does not open as EROFS still shows its bytes, and every way into it that there is. */
import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { badFixture, fixture } from "../src/testing/fixtures";
import { expect, strip, test, what } from "./app";
import { place, test as remote } from "./remote";

const bytes = (page: Page) => page.getByRole("application", { name: /^Bytes of File/ });
const panel = (page: Page) => page.getByRole("region", { name: "Why it did not open" });

async function goTo(page: Page, where: string): Promise<void> {
	await bytes(page).press("Control+g");
	await page.getByRole("form", { name: "Go to" }).getByRole("textbox").fill(where);
	await page.keyboard.press("Enter");
}

/** A disk of zeros with an image at some byte, and a magic number alone at another. */
function disk(at: number, lone: number): Uint8Array {
	const image = readFileSync(fixture("tiny-plain").file);
	const whole = new Uint8Array(3 << 20);
	whole.set(image, at);
	whole.set([0xe2, 0xe1, 0xf5, 0xe0], lone);
	return whole;
}

test("a file that is no image shows its bytes, and they can be searched", async ({ app, page }) => {
	await test.step("a search that ends leaves the focus in the view, not nowhere", async () => {
		await app.go();
		await app.drop({ name: "zeros", bytes: new Uint8Array(5000) });
		await panel(page).getByRole("button", { name: "Search for EROFS here" }).press("Enter");
		await expect(panel(page)).toContainText("No EROFS file system in the whole file");
		await expect(bytes(page)).toBeFocused();
	});

	await test.step("a file of another kind is named, and its bytes can be read and searched", async () => {
		const gzip = new Uint8Array(5000);
		gzip.set([0x1f, 0x8b, 8, 0]);
		gzip.set(new TextEncoder().encode("needle"), 3000);
		await app.go();
		await app.drop({ name: "rootfs.gz", bytes: gzip });
		await expect(panel(page)).toContainText("rootfs.gz did not open as an EROFS image");
		await expect(panel(page)).toContainText(
			"This is a gzip-compressed file, and no EROFS image was found in it.",
		);
		await expect(panel(page).getByRole("button", { name: "Open anyway" })).toHaveCount(0);
		await goTo(page, "0");
		await expect(strip(page)).toContainText("byte 1f = 31");
		await expect(what(page)).toContainText("gzip_header.magic");
		const whose = page.getByRole("region", { name: "Whose this byte is" });
		await expect(whose).toContainText("header of a wrapper");
		const map = page.getByRole("slider", { name: /^Place in File/ });
		await expect(map).toHaveAttribute("aria-valuetext", /superblock, tables|uncompressed/);
		await what(page)
			.getByRole("button", { name: /^Learn about this/ })
			.click();
		const learn = page.getByRole("complementary", { name: "Learn" });
		await expect(learn).toContainText("In a gzip-compressed file.");
		await learn.getByRole("button", { name: "Close" }).click();
		await bytes(page).press("Control+f");
		await page.getByRole("textbox", { name: "Find" }).fill("needle");
		await page.keyboard.press("Enter");
		await expect(page).toHaveURL(/at=0xbb8-0xbbe/);
	});

	await test.step("a file cut off in its superblock shows what is there of it", async () => {
		await app.go();
		const head = readFileSync(fixture("tiny-plain").file).subarray(0, 1084);
		await app.drop({ name: "cut.erofs", bytes: head });
		await expect(panel(page)).toContainText("has only 1,084 bytes");
		await goTo(page, "0x40c");
		await expect(what(page)).toContainText("erofs_super_block.blkszbits");
	});
});

test("a superblock that is wrong in one thing does not hide the rest", async ({ app, page }) => {
	await test.step("one wrong magic byte does not hide the rest", async () => {
		await app.go();
		await app.drop(badFixture("sb-wrong-magic").file);
		await expect(panel(page)).toContainText("bytes 1024 to 1027 are e3 e1 f5 e0");
		await expect(panel(page)).toContainText("blocks of 4,096 bytes, 118 inodes");
		await expect(what(page)).toContainText("erofs_super_block.magic");
		await expect(what(page)).toContainText("This is no EROFS superblock");
		await panel(page).getByRole("button", { name: "Open anyway" }).click();
		await expect(app.row("wide")).toBeVisible();
		const findings = await app.show("Check");
		await expect(findings.getByRole("row")).toHaveCount(1);
		await expect(findings).toContainText("erofs_super_block.magic");
		await expect(findings.getByText("1 more follows from this")).toBeVisible();
		// The way there is in the address.
		await expect(page).toHaveURL(/blocksize=4096/);
		await page.goBack();
		await page.goBack();
		await expect(panel(page)).toBeVisible();
	});

	await test.step("a senseless block size can be set aside", async () => {
		await app.go();
		await app.drop({
			name: "broken.erofs",
			bytes: readFileSync(fixture("tiny-plain").file).fill(0xff, 1036, 1037),
		});
		await expect(panel(page)).toContainText("its block size, at byte 1036");
		await expect(panel(page)).toContainText("With blocks of 4,096 bytes it makes sense");
		await expect(panel(page).getByRole("button", { name: "Other block size" })).toBeVisible();
		await panel(page).getByRole("button", { name: "Open anyway" }).click();
		await expect(app.row("wide")).toBeVisible();
		await expect(app.main).toContainText(/1 error; 1 more follows from it/);
	});

	await test.step("blocks larger than any Linux reads lead to those that make sense", async () => {
		await app.go();
		await app.drop(badFixture("sb-blkszbits-17").file);
		await expect(page.getByText("Nothing behind the superblock can be read")).toBeVisible();
		await expect(app.main).toContainText("Not checked: directories and inodes");
		await page.getByRole("button", { name: "Open with blocks of 4,096 bytes" }).click();
		await expect(app.row("wide")).toBeVisible();
	});

	await test.step("back and forward lead from the file to the image before, and to it again", async () => {
		await app.go();
		await app.drop(fixture("tiny-plain").file);
		await expect(app.row("wide")).toBeVisible();
		await app.drop({ name: "notes.txt", bytes: new TextEncoder().encode("notes\n".repeat(500)) });
		await page.getByRole("button", { name: /^Open it instead/ }).click();
		await expect(panel(page)).toContainText("notes.txt did not open");
		await panel(page).getByRole("button", { name: "Back to tiny-plain.erofs" }).click();
		await expect(app.row("wide")).toBeVisible();
		await page.goBack();
		await expect(panel(page)).toContainText("notes.txt did not open");
	});
});

test("volumes inside a file are found, told from chance, and opened", async ({ app, page }) => {
	await app.start();
	await app.drop({ name: "disk.img", bytes: disk(0x100200, 0x2000) });
	await panel(page).getByRole("button", { name: "Search for EROFS here" }).click();
	await expect(panel(page).getByRole("status")).toHaveText("1 EROFS file system in the whole file");
	await expect(panel(page)).toContainText(
		"byte 1,049,088its checksum matches: 24 KiB, 118 inodes, blocks of 4,096 bytes",
	);
	await expect(panel(page)).toContainText("byte 7,168nothing but the magic number");
	await panel(page)
		.getByRole("link", { name: /^superblock/ })
		.first()
		.click();
	await expect(page).toHaveURL(/at=0x100600-0x100680/);
	await panel(page).getByRole("button", { name: "Open it" }).click();
	await expect(app.row("wide")).toBeVisible();
	await expect(page).toHaveURL(/offset=1049088/);
	await page.goBack();
	await expect(panel(page).getByRole("status")).toHaveText("1 EROFS file system in the whole file");
	await page.goForward();
	await expect(app.row("wide")).toBeVisible();
});

remote(
	"a remote file is searched when asked to, and the search stops",
	async ({ app, page, server }) => {
		server.files.set("disk.img", disk(0x5001, 0x2000));
		const url = server.url("disk.img");
		await app.start(`${place(url)}&view=hex&at=0x6000-0x6004`);
		await expect(panel(page)).toContainText("disk.img did not open as an EROFS image");
		await expect(panel(page)).toContainText("up to 3 MiB over the network");
		const release = server.hold(url);
		await panel(page).getByRole("button", { name: "Search for EROFS here" }).press("Enter");
		await panel(page).getByRole("button", { name: "Stop" }).press("Enter");
		await expect(panel(page).getByRole("status")).toHaveText(/up to where it stopped/);
		release();
		await panel(page).getByRole("button", { name: "Search again" }).press("Enter");
		await expect(panel(page).getByRole("status")).toHaveText(
			"1 EROFS file system in the whole file",
		);
		await panel(page).getByRole("button", { name: "Open it" }).press("Enter");
		await expect(app.row("wide")).toBeVisible();
		// As a link it leads there too.
		await page.reload();
		await expect(app.row("wide")).toBeVisible();
	},
);
