/** Whole directories as archives, judged by the system's own tools. */
import { spawnSync } from "node:child_process";
import { fixture } from "../src/testing/fixtures";
import { type App, expect, test } from "./app";
import { expectAccessible } from "./axe";
import { place, test as remote } from "./remote";

const has = (tool: string) => spawnSync(tool, ["--version"]).error === undefined;

async function download(app: App, as: RegExp) {
	const saved = app.page.waitForEvent("download");
	await app.main.getByRole("button", { name: "Download" }).click();
	await app.page.getByRole("menuitem", { name: as }).click();
	return saved;
}

test("a directory is saved as tar, with links, owners and attributes", async ({ app }) => {
	test.skip(!has("tar"), "no tar here");
	await app.start("#sample=many-files&path=/&view=inode");
	const saved = await download(app, /\.tar/);
	expect(saved.suggestedFilename()).toMatch(/\.tar$/);
	const listing = spawnSync("tar", ["-tvf", await saved.path()], {
		env: { ...process.env, LC_ALL: "C" },
	}).stdout.toString();
	expect(listing).toMatch(/links\/(second-title|third-title|card) link to/);
	expect(listing).toContain("links/relative -> ../notes/shared.txt");
	expect(listing).toMatch(/1001\/1000 .* \S*cards\/002\.txt/);
	expect(listing).toMatch(/^crw-rw-rw- .* 1,3 .*dev\/null/m);
});

test("a directory is saved as zip", async ({ app }) => {
	test.skip(!has("unzip"), "no unzip here");
	await app.start("#sample=lz4&path=/story&view=inode");
	const saved = await download(app, /\.zip/);
	const path = await saved.path();
	expect(spawnSync("unzip", ["-tq", path]).status).toBe(0);
	const text = spawnSync("unzip", ["-p", path, "*5-the-mouse.txt"]).stdout.toString();
	expect(text).toContain("One winter there was a mouse.");
});

test("several entries of a directory are summed, and saved together", async ({ app, page }) => {
	test.skip(!has("tar"), "no tar here");
	await app.start("#sample=lz4&path=/story&view=files");
	const entries = app.main.getByRole("grid", { name: "Entries" });
	const row = (name: string) => entries.getByRole("row", { name });
	await row("1-the-library.txt").locator(".tree-check").click();
	await entries.press("ArrowDown");
	await entries.press("Space");
	await expect(row("2-the-cards.txt")).toHaveAttribute("aria-selected", "true");
	const chosen = app.main.getByRole("region", { name: "Selected entries" });
	await expect(chosen).toContainText(/2 selected.*KiB, on disk .*KiB/);
	await expectAccessible(page, "entries that are selected");
	const saved = page.waitForEvent("download");
	await chosen.getByRole("button", { name: "Save as tar" }).click();
	const listing = spawnSync("tar", ["-tf", await (await saved).path()]).stdout.toString();
	expect(listing.match(/\.txt$/gm)).toHaveLength(2);
	expect(listing).toContain("2-the-cards.txt");

	await entries.press("Control+a");
	await expect(chosen).toContainText("5 selected");
	await chosen.getByRole("button", { name: "Select none" }).click();
	await expect(chosen).toHaveCount(0);
	await expect(entries).toBeFocused();
	await row("3-the-tails.txt").click();
	await expect(app.main.getByRole("heading", { name: "3-the-tails.txt" })).toBeVisible();

	// In the tree they may be in several directories.
	await app.row("README.txt").hover();
	await app.row("README.txt").locator(".tree-check").click();
	await app.row("4-the-press.txt").click();
	await app.tree.press("Space");
	const both = page.getByRole("navigation").getByRole("region", { name: "Selected entries" });
	await expect(both).toContainText(/2 selected.*B, on disk .*B/);
	const archive = page.waitForEvent("download");
	await both.getByRole("button", { name: "Save as tar" }).click();
	const names = spawnSync("tar", ["-tf", await (await archive).path()]).stdout.toString();
	expect(names.trim().split("\n").sort()).toEqual([
		"./",
		"README.txt",
		"story/",
		"story/4-the-press.txt",
	]);
	await app.tree.press("Escape");
	await expect(both).toHaveCount(0);
});

remote(
	"what is not saved yet when another image is opened is told before and after",
	async ({ app, page, server }) => {
		const url = server.url("a.erofs");
		await app.start(`${place(url)}&path=/&view=files`);
		await expect(app.row("data")).toBeVisible();
		server.hold(url);
		await app.main.getByRole("button", { name: "Download" }).click();
		await page.getByRole("menuitem", { name: /\.tar/ }).click();
		const panel = page.getByRole("region", { name: "Panel", exact: true });
		await expect(panel.getByText("Download of /", { exact: true })).toBeVisible();
		await app.drop(fixture("tiny-plain").file);
		await expect(page.getByRole("dialog")).toContainText("ended by that: Download of /");
		await app.openInstead();
		await expect(app.row("a.txt")).toBeVisible();
		await expect(panel.getByRole("alert")).toContainText(
			/Download of \/ failed.*closed before this was done/s,
		);
		await expectAccessible(page, "a job whose image was closed");
	},
);
