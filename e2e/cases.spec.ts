/** Images after reports from real life: what the page must show of them. */
import { spawnSync } from "node:child_process";
import { caseFile } from "../src/testing/fixtures";
import { type App, expect, test } from "./app";
import { place, test as remote } from "./remote";
import type { FaultQuery } from "./server/faults";

const has = (tool: string) => spawnSync(tool, ["--version"]).error === undefined;

/** Opens an image at a place in it. */
async function open(app: App, name: string, at = ""): Promise<void> {
	await app.goInto(`#file=${name}${at}`, caseFile(name));
}

/** Starts the check of everything, and waits for its end. @returns the view of the findings */
async function check(app: App) {
	const findings = await app.show("Check");
	await findings.getByRole("button", { name: "Check contents" }).click();
	await expect(findings).toContainText("Not looked for");
	return findings;
}

/** Saves what is selected. @returns the file */
async function download(app: App, as: RegExp): Promise<string> {
	const saved = app.page.waitForEvent("download");
	await app.main.getByRole("button", { name: "Download" }).click();
	await app.page.getByRole("menuitem", { name: as }).click();
	return (await saved).path();
}

test("5,001 entries of a sound image are met, and nothing is found wrong", async ({ app }) => {
	await open(app, "concurrent-metabox-zstd.erofs");
	await expect(app.main).toContainText("No problem found so far.");
	await expect(await app.show("Space")).toContainText("5,001 inodes");
	const findings = await check(app);
	await expect(findings).toContainText("No problem found so far.");
	await expect(findings).not.toContainText("Passed over");
});

test("modes without any permission, and names that Windows does not allow, in a zip", async ({
	app,
}) => {
	test.skip(!has("unzip"), "no unzip here");
	await test.step("a mode without any permission is kept in a zip", async () => {
		await open(app, "mode0-shadow.erofs", "&path=/etc&view=inode");
		const file = await download(app, /\.zip/);
		const listing = spawnSync("unzip", ["-Z", file]).stdout.toString();
		expect(listing).toMatch(/^[?-]---------.*shadow$/m);
	});

	await test.step("names that Windows does not allow are changed in a zip, and told", async () => {
		await open(app, "windows-names.erofs", "&path=/&view=inode");
		const file = await download(app, /\.zip/);
		const names = spawnSync("unzip", ["-Z1", file]).stdout.toString().trim().split("\n");
		expect(names.length).toBe(10);
		expect(new Set(names).size).toBe(names.length);
		for (const name of names) expect(name).not.toMatch(/[<>"|?*:\\]|\.$|(^|\/)CON$/);
		await expect(app.page.getByRole("list", { name: "Jobs" })).toContainText("a<b");
	});
});

test("what Linux 4.19 read, fragments, and what nobody defines or overlaps, as files show it", async ({
	app,
}) => {
	await test.step("what Linux 4.19 read is shown, with a word on who reads it now", async () => {
		await open(app, "legacy-419-lz4-no0padding.erofs", "&path=/text40k&view=inode&tab=preview");
		// Its superblock says 0.
		await expect(app.page.getByText("3 inodes", { exact: true })).toBeVisible();
		await expect(app.about).toContainText("20 KiB, 51 % of size");
		await expect(app.main).toContainText("beta582 alpha261");
		await expect(app.main.getByRole("alert")).toHaveCount(0);
		const findings = await check(app);
		await expect(findings).toContainText("Linux up to 6.18 reads them; Linux 7.0");
		await expect(findings).toContainText("1 warning, 1 note.");
	});

	await test.step("the tail of a file is as long in the packed inode as in the file", async () => {
		await open(app, "m3-b2048.erofs", "&path=/f6&view=inode&tab=extents");
		const fragment = app.main.getByRole("row").filter({ hasText: "fragment" });
		await expect(fragment).toContainText("0x3f39–0x7530");
		await expect(fragment).toContainText("0x5337–0x892e");
	});

	await test.step("a large fragment has its whole length", async () => {
		await open(app, "c24-large-fragment.erofs", "&path=/big&view=inode&tab=extents");
		await expect(app.main.getByRole("row").filter({ hasText: "fragment" })).toContainText(
			"0x1000–0xd01000",
		);
	});

	await test.step("a flag that nobody defines hides nothing", async () => {
		await open(app, "c13-advise-unknown.erofs", "&path=/f&view=inode&tab=preview");
		await expect(app.main).toContainText("AAAAAAAA");
		await expect(app.main.getByRole("alert")).toHaveCount(0);
	});

	await test.step("extents that overlap are not shown as sound", async () => {
		await open(app, "c07-extent-lstart.erofs", "&path=/lstart-desc&view=inode&tab=extents");
		await expect(app.main).toContainText("do not start one behind the other");
		await expect(app.main.getByRole("row")).toHaveCount(0);
	});
});

test("sizes and times beyond 2^53 are never rounded or empty", async ({ app }) => {
	for (const name of ["c26-over-2p53.erofs", "size-and-time-64bit.erofs"]) {
		await open(app, name);
		await expect(app.tree.getByRole("row").nth(1)).toBeVisible();
		for (const file of await app.tree.locator('[data-type="1"] .tree-last').allInnerTexts()) {
			await app.row(file).click();
			const inode = await app.show("Files");
			await expect(inode.getByRole("heading", { name: file, level: 1 })).toBeVisible();
			await inode.getByRole("tab", { name: "Extents" }).click();
			for (const shown of [inode, app.about]) {
				await expect(shown).not.toContainText(/NaN|Infinity|\de\+\d/);
			}
		}
	}
});

/** What is said of an image at once, where it is opened. */
const atOnce: readonly (readonly [file: string, words: string])[] = [
	["c22-packed-bit63.erofs", "where no kernel looks for it: the image is refused"],
	["c23-packed-self-fragment.erofs", "The packed inode refers to itself"],
	["c18-stale-prefix.erofs", "1 warning."],
];
test("what is wrong with an image as a whole is told at once", async ({ app }) => {
	for (const [file, words] of atOnce) {
		await test.step(file, async () => {
			await open(app, file);
			await expect(app.main).toContainText(words);
			await expect(app.tree.getByRole("row").nth(1)).toBeVisible();
		});
	}
});

/** What a check finds, and what it names. */
const found: readonly (readonly [file: string, ...words: readonly (string | RegExp)[]])[] = [
	["c05-too-much-compressed.erofs", "more bytes than it decodes to", "z_erofs_lcluster_index"],
	["c07-extent-lstart.erofs", "/lstart-beyond", "/lstart-desc", "lstart_lo"],
	["c11-big-flags.erofs", "Only one of the two flags", "h_advise", "does not record its length"],
	["c13-advise-unknown.erofs", "readers ignore them", /4 notes\./],
	["c22-packed-bit63.erofs", "packed_nid", "the image is refused"],
	["c23-packed-self-fragment.erofs", "refers to itself"],
	["c25-symlinks.erofs", "The symlink has no target", "longer than any path"],
	["c28-extents-inline.erofs", "INLINE_PCLUSTER"],
	["c32-missing-dots.erofs", "no entry “.”", "no entry “..”"],
	["c33-delta.erofs", "/back0", "delta[0]"],
	["symlink-16000.erofs", "longer than any path"],
];
for (const [part, images] of [
	["in maps and headers", found.slice(0, 6)],
	["in links, directories and extents", found.slice(6)],
] as const) {
	test(`a check names what is wrong ${part}`, async ({ app }) => {
		for (const [file, ...words] of images) {
			await test.step(file, async () => {
				await open(app, file);
				const findings = await check(app);
				for (const each of words) await expect(findings).toContainText(each);
			});
		}
	});
}

const spellings: readonly FaultQuery[] = [
	{ unknownTotal: true },
	{ contentRange: "bytes 0-0/*" },
	{ hide: "content-range" },
	{ contentRange: "octets 0-0/1" },
];
remote("servers that spell the length of the file otherwise are read", async ({ app, server }) => {
	for (const faults of spellings) {
		await test.step(JSON.stringify(faults), async () => {
			await app.go(place(server.url("a.erofs", faults)));
			await expect(app.row("data")).toBeVisible();
			await expect(app.main).toContainText("No problem found so far.");
		});
	}
});
