/** Files that are no image, or a bad one: a clear sentence, and the next drop works. */
import { crowded } from "../src/testing/crafted";
import { badFixture, fixture } from "../src/testing/fixtures";
import { expect, test } from "./app";
import { place, test as remote } from "./remote";

const text = (words: string) => new TextEncoder().encode(words);

function garbageWithMagic(): Uint8Array {
	const bytes = Uint8Array.from({ length: 100_000 }, (_, i) => (i * 7919 + (i >> 3) * 31) & 255);
	bytes.set([0xe2, 0xe1, 0xf5, 0xe0], 1024);
	return bytes;
}

const LFS = `version https://git-lfs.github.com/spec/v1
oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393
size 52428800
`;

const noImages = [
	{
		what: "text",
		bytes: text("Just some notes.\n".repeat(100)),
		found: "bytes 1024 to 1027 are",
		todo: "offset of its first byte",
	},
	{
		what: "nothing",
		bytes: new Uint8Array(0),
		found: "The file is empty",
		todo: "download or copy has finished",
	},
	{
		what: "a few bytes",
		bytes: Uint8Array.of(1, 2, 3),
		found: "only 3 bytes; an EROFS superblock ends at byte 1152",
		todo: "download or copy it again",
	},
	{
		what: "a Git LFS pointer",
		bytes: text(LFS),
		found: "a Git LFS pointer",
		todo: "git lfs pull",
	},
	{
		what: "a web page",
		bytes: text("<!DOCTYPE html>\n<title>404 Not Found</title>".padEnd(3000)),
		found: "a web page",
		todo: "save the real file",
	},
	{
		what: "garbage with the right magic number",
		bytes: garbageWithMagic(),
		found: "its block size, at byte 1036, is",
		todo: "download or copy it again",
	},
];

test("what is no image is said in words, and closes none", async ({ app, page }) => {
	for (const { what, bytes, found, todo } of noImages) {
		await test.step(`${what} instead of an image`, async () => {
			await app.go();
			await app.drop({ name: "some.img", bytes });
			await expect(
				page.getByText(/^some\.img (could not be opened|did not open as an EROFS)/),
			).toBeVisible();
			await expect(app.failure).toContainText(found);
			await expect(app.failure).toContainText(todo);
			await app.drop(fixture("tiny-plain").file);
			await expect(app.tree).toBeVisible();
			await expect(app.failure).toHaveCount(0);
		});
	}
	await test.step("the image before it stays open", async () => {
		await app.go();
		await app.drop(fixture("tinyz-lz4").file);
		await expect(page).toHaveTitle(/tinyz-lz4/);
		await app.drop({ name: "some.img", bytes: text(LFS) });
		await app.openInstead();
		await expect(app.failure).toContainText("a Git LFS pointer");
		await page.getByRole("button", { name: "Back to tinyz-lz4.erofs" }).click();
		await expect(app.tree).toBeVisible();
	});
});

remote(
	"what has no room for an image is said by address as of a file",
	async ({ app, page, server }) => {
		for (const { what, bytes, found, todo } of noImages.filter((one) => one.bytes.length < 10)) {
			await remote.step(`${what} instead of an image`, async () => {
				server.files.set(`${bytes.length}.img`, bytes);
				await app.start(place(server.url(`${bytes.length}.img`)));
				await expect(
					page.getByText(/\d\.img (could not be opened|did not open as an EROFS)/),
				).toBeVisible();
				await expect(app.failure).toContainText(found);
				await expect(app.failure).toContainText(todo);
			});
		}
	},
);

test("a damaged image is opened as far as it goes, and says what is wrong", async ({
	app,
	page,
}) => {
	await test.step("a damaged directory says what is wrong and shows its other entries", async () => {
		await app.go("#sample=broken");
		await app.select("/story/1-the-library.txt");
		await expect(app.row("5-the-mouse.txt")).toBeVisible();
		const findings = await app.show("Check");
		await expect(findings).toContainText("lies beyond the end of the image");
		await expect(findings).toContainText("i_mode");
	});

	await test.step("a damaged block costs its own part of a file, and becomes a finding", async () => {
		await app.go("#sample=broken");
		await app.select("/diary.txt");
		const inode = await app.show("Files");
		await inode.getByRole("tab", { name: "Preview" }).click();
		await expect(inode).toContainText("Night 1, spring");
		await inode.getByText("could not be read").click();
		await expect(inode.getByRole("link", { name: /bytes of the damaged unit/ })).toBeVisible();

		const findings = await app.show("Check");
		const finding = findings.getByRole("row").filter({ hasText: "LZ4 data is damaged" });
		await expect(finding.getByRole("link", { name: "/diary.txt" })).toBeVisible();
		await finding.getByRole("link", { name: /bytes of/ }).click();
		await expect(page).toHaveURL(/view=bytes.*at=0x2000-0x3000/);
	});

	await test.step("a truncated image is opened as far as it goes", async () => {
		await app.go();
		await app.drop(badFixture("truncated-half").file);
		await expect(app.tree.getByRole("row").nth(1)).toBeVisible();
		const findings = await app.show("Check");
		await expect(findings).toContainText("The file is shorter than the superblock says");
		await app.page.keyboard.press("F8");
		await expect(app.about).toContainText("at most 53,248 bytes, the size of the file");
	});

	await test.step("names that are markup, or hide what they are, stay text", async () => {
		const markup = "<img src=x onerror=alert(1)>.svg";
		const names = [
			markup,
			"'><svg onload=alert(2)>",
			"a\u202efdp.exe",
			"b\u001b[31m\n",
			"n".repeat(255),
		];
		const { size, read } = crowded(
			names,
			text("<svg onload=alert(3)><script>alert(4)</script></svg>"),
		);
		let asked = 0;
		page.on("dialog", (dialog) => {
			asked++;
			void dialog.dismiss();
		});
		await app.go();
		await app.drop({ name: "<b>hostile.erofs", bytes: await read(0, size) });
		for (const shown of ["a\\xe2\\x80\\xaefdp.exe", "b\\x1b[31m\\x0a", "n".repeat(255)]) {
			await expect(app.row(shown)).toBeVisible();
		}
		await app.row(markup).click();
		await expect(page.locator("[onerror], [onload]")).toHaveCount(0);
		expect(asked).toBe(0);
	});

	await test.step("a wrong checksum is a finding, and everything can be read", async () => {
		await app.go();
		await app.drop(badFixture("sb-wrong-checksum").file);
		await expect(app.tree.getByRole("row").nth(1)).toBeVisible();
		const findings = await app.show("Check");
		await expect(findings.getByText(/checksum/i).first()).toBeVisible();
	});
});
