/** Nothing is called sound that was not checked; what is wrong is shown where it is wrong. */
import { badFixture } from "../src/testing/fixtures";
import { expect, test } from "./app";

test("what was not checked is not called sound", async ({ app }) => {
	await test.step("an image without a finding is not called sound", async () => {
		await app.go("#sample=plain");
		await expect(app.main).toContainText("No problem found so far.");
		await expect(app.main).toContainText(
			"Checked: superblock and tables, directories and inodes. Not checked: attributes and block maps, contents.",
		);
		const findings = await app.show("Check");
		const parts = findings.getByRole("list", { name: "What was checked" }).getByRole("listitem");
		await expect(parts).toHaveCount(5);
		await expect(parts.nth(0)).toContainText("checked superblock, checksum of the first block");
		await expect(parts.nth(1)).toContainText(/checked \d+ directories, \d+ inodes/);
		await expect(parts.nth(2)).toContainText("not checked");
		await expect(parts.nth(3)).toContainText("not checked");
		await expect(parts.nth(4)).toContainText("EROFS keeps no checksum");
		await expect(app.page.getByText(/nothing looks wrong/i)).toHaveCount(0);
	});

	await test.step("what a look into a file checks is counted, and no more", async () => {
		await app.go("#sample=plain");
		await app.select("/README.txt");
		const inode = await app.show("Files");
		await inode.getByRole("tab", { name: "Preview" }).click();
		const findings = await app.show("Check");
		const parts = findings.getByRole("list", { name: "What was checked" }).getByRole("listitem");
		await expect(parts.nth(2)).toContainText("in part those of 1 inode that you opened");
		await expect(parts.nth(3)).toContainText("in part what was shown of 1 file");
	});
});

test("damage of contents is not ruled out before they are read", async ({ app }) => {
	await app.start();
	await app.drop(badFixture("lz4-offset-zero").file);
	await expect(app.main).toContainText("No problem found so far.");
	await expect(app.main).toContainText("Not checked: attributes and block maps, contents.");
	for (const name of await fileNames(app.tree)) {
		await app.row(name).click();
		const inode = await app.show("Files");
		await inode.getByRole("tab", { name: "Preview" }).click();
		await expect(inode.getByRole("status", { name: /Loading|Reading/ })).toHaveCount(0);
	}
	const findings = await app.show("Check");
	await expect(findings).toContainText("LZ4 data is damaged");
	await app.show("Summary");
	await expect(app.main).toContainText("1 error.");
	await expect(app.main).toContainText("In part: attributes and block maps");
});

/** Names of the files at the top of the tree. */
async function fileNames(tree: import("@playwright/test").Locator): Promise<string[]> {
	await expect(tree.getByRole("row").nth(1)).toBeVisible();
	return tree.locator('[data-type="1"] .tree-last').allInnerTexts();
}

test("a finding is where it is wrong, and in what it follows from", async ({ app, page }) => {
	await test.step("a finding leads to the field that is wrong, and its row and directory carry a mark", async () => {
		await app.go();
		await app.drop(badFixture("dirent-nid-beyond").file);
		await expect(app.row("dir")).toContainText("1 damaged entry below");
		await app.row("dir").click();
		await page.keyboard.press("ArrowRight");
		await expect(app.row("f03")).toContainText("damaged: The inode lies beyond the end");
		await expect(app.row("dir")).not.toContainText("damaged:");

		const findings = await app.show("Check");
		const finding = findings.getByRole("row").filter({ hasText: "erofs_dirent.nid" });
		await expect(finding.getByRole("link", { name: "/dir/f03" })).toBeVisible();
		await finding.getByRole("link", { name: /bytes of erofs_dirent\.nid/ }).click();
		await expect(page).toHaveURL(/space=file:76.*at=0x3c-0x44/);
		await expect(app.about.getByRole("treeitem", { name: /^nid/, selected: true })).toBeVisible();
	});

	await test.step("an entry that leads nowhere says so of itself when it is opened", async () => {
		await app.go("#file=dirent-nid-beyond.erofs");
		await app.select("/dir/f03");
		const inode = await app.show("Files");
		await expect(inode).toContainText("lies beyond the end");
		await inode.getByText("Technical details").click();
		await expect(inode).toContainText("0x3c–0x44 (8 bytes) of contents of inode 76");
	});

	await test.step("what follows from a cut is told under the cut", async () => {
		await app.go();
		await app.drop(badFixture("truncated-half").file);
		await expect(app.main).toContainText(/1 error; \d+ more follow from it\./);
		await expect(app.row("wide")).toContainText(/\d+ damaged entries below/);
		const findings = await app.show("Check");
		const rows = findings.getByRole("row");
		await expect(rows).toHaveCount(1);
		await expect(rows).toContainText("The file is shorter than the superblock says");
		await rows.getByText(/more follow from this/).click();
		const effect = rows.filter({ has: app.page.getByRole("link", { name: /^\/wide\// }) }).first();
		await effect.getByRole("gridcell").first().click();
		await expect(app.about).toContainText("Follows from");
		await app.about.getByRole("button", { name: /^The file is shorter/ }).click();
		await expect(rows.first()).toHaveAttribute("aria-selected", "true");
		await expect(app.about).toContainText(/What follows\d+/);
	});

	await test.step("sums leave out what cannot be, and say how much", async () => {
		await app.go();
		await app.drop(badFixture("symlink-size-huge").file);
		await app.show("Space");
		await expect(app.main).toContainText(
			/Left out of the sums: 1 inode claims more than the image can hold \(\/.+\)/,
		);
		const largest = app.main.getByRole("table", { name: "Largest" });
		await expect(largest.getByRole("row").nth(1)).toContainText(/[\d.]+ Ki?B/);
		await expect(app.main).not.toContainText(/[\d.]+ [TPE]i?B/);
	});
});

test("the damaged extent carries a mark, and no other", async ({ app }) => {
	for (const { name, words } of [
		{ name: "lz4-offset-zero", words: "a match starts before the first decoded byte" },
		{ name: "z-nonhead-delta0-zero", words: "does not lead there" },
	]) {
		await test.step(name, async () => {
			await app.go();
			await app.drop(badFixture(name).file);
			const findings = await app.show("Check");
			await findings.getByRole("button", { name: "Check contents" }).click();
			await expect(findings).toContainText("Not looked for");
			await app.select("/rep");
			const inode = await app.show("Files");
			await inode.getByRole("tab", { name: "Extents" }).click();
			const rows = inode.getByRole("row").filter({ hasText: "damaged:" });
			await expect(rows).toHaveCount(1);
			await expect(rows).toContainText(words);
			expect(await inode.getByRole("row").count()).toBeGreaterThan(2);
		});
	}
});
