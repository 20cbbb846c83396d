/** Everything by keyboard alone. */
import type { FileChooser, Page } from "@playwright/test";
import { fixture } from "../src/testing/fixtures";
import { expect, test } from "./app";
import { expectAccessible } from "./axe";

/** Tab until a control of that name has the focus, as someone without a mouse would. */
async function tabTo(page: Page, name: RegExp, most = 40): Promise<void> {
	for (let i = 0; i < most; i++) {
		const focused = await page.evaluate(() => {
			const element = document.activeElement;
			return element?.getAttribute("aria-label") ?? element?.textContent ?? "";
		});
		if (name.test(focused)) return;
		await page.keyboard.press("Tab");
	}
	throw new Error(`no control ${name} within ${most} tabs`);
}

const press = async (page: Page, ...keys: string[]) => {
	for (const key of keys) await page.keyboard.press(key);
};

test("a sample is opened, a file found, read and left, without a mouse", async ({ app, page }) => {
	await app.start();
	await expect(page.getByRole("button", { name: /^Compressed with LZ4/ })).toBeVisible();
	await tabTo(page, /^Compressed with LZ4/);
	await press(page, "Enter");
	await expect(app.row("diary.txt")).toBeVisible();

	// What was pressed is gone: the focus is in the view, and the tree stands before it.
	await expect(app.main).toBeFocused();
	await press(page, "Shift+F6");
	await expect(app.tree).toBeFocused();
	await press(page, "Home");
	// Letters are one word when they come soon after each other: neither waits for the other.
	await Promise.all(["s", "t"].map((letter) => page.keyboard.press(letter)));
	await expect(app.tree.locator("[data-active]")).toContainText("story");
	await press(page, "ArrowRight");
	await expect(app.row("1-the-library.txt")).toBeVisible();
	await press(page, "ArrowRight");
	await expect(app.tree.locator("[data-active]")).toContainText("1-the-library.txt");
	await press(page, "ArrowDown", "Enter");
	await expect(page).toHaveURL(/path=\/story\/2-the-cards\.txt/);

	await press(page, "ArrowLeft", "ArrowLeft");
	await expect(app.row("2-the-cards.txt")).toHaveCount(0);
});

test("the parts and views of the page by keys", async ({ app, page }) => {
	await test.step("F6 goes through the parts of the page, ? explains the keys, Escape closes", async () => {
		await app.go("#sample=plain&path=/README.txt");
		await expect(app.row("diary.txt")).toBeVisible();
		await expect(app.about).toBeVisible();
		const part = () =>
			page.evaluate(() => document.activeElement?.closest("[data-pane]")?.tagName.toLowerCase());
		// Tree, view, what the selection is, status; then what stands above them.
		const parts = ["nav", "main", "aside", "footer", "header", "section"];
		for (const expected of [...parts, "nav"]) {
			await press(page, "F6");
			expect(await part()).toBe(expected);
		}
		await press(page, "Shift+F6", "Shift+F6");
		expect(await part()).toBe("header");
		await press(page, "?");
		const help = page.getByRole("dialog", { name: "Help" });
		await expect(help.getByRole("row", { name: /^F6/ })).toBeVisible();
		await press(page, "Escape");
		await expect(help).toHaveCount(0);
	});

	await test.step("a pane that a key shows takes the focus, and gives it back", async () => {
		await app.tree.focus();
		await press(page, "Control+b");
		await expect(app.main).toBeFocused();
		await press(page, "Control+b");
		await expect(app.tree).toBeFocused();
		await press(page, "Control+j");
		const panel = page.getByRole("region", { name: "Panel", exact: true });
		await expect(panel.getByRole("tab", { name: "Jobs" })).toBeFocused();
		await press(page, "Control+j");
		await expect(app.tree).toBeFocused();
		await press(page, "Control+i");
		await expect(app.about).toHaveCount(0);
		await press(page, "Control+i");
		await expect(app.about.getByRole("button", { name: "Hide" })).toBeFocused();
		await press(page, "Enter");
		await expect(app.tree).toBeFocused();
		await press(page, "Control+i");
		await expect(app.about.getByRole("button", { name: "Hide" })).toBeFocused();
	});

	await test.step("Esc closes what has the focus, once nothing in it has a use for the key", async () => {
		const drawer = page.getByRole("complementary", { name: "Learn" });
		await app.tree.focus();
		await press(page, "F1");
		await expect(drawer.getByRole("heading", { name: "Learn" })).toBeFocused();
		await press(page, "Escape");
		await expect(drawer).toHaveCount(0);
		await expect(app.tree).toBeFocused();

		// What was typed is taken back first, an explanation is closed first.
		await press(page, "F1");
		await drawer.getByRole("button", { name: "Glossary" }).click();
		const box = drawer.getByRole("textbox", { name: "Find a term" });
		await box.fill("inode");
		await press(page, "Escape");
		await expect(box).toHaveValue("");
		await press(page, "Escape");
		await expect(drawer).toHaveCount(0);
		await expect(app.tree).toBeFocused();

		await app.view("Bytes").click();
		const bytes = page.getByRole("application", { name: /^Bytes of / });
		await bytes.focus();
		await press(page, "w");
		const way = page.getByRole("region", { name: /^How do I get to / });
		await expect(way.getByRole("button", { name: "Next step" })).toBeFocused();
		await press(page, "Escape");
		await expect(way).toHaveCount(0);
		await expect(bytes).toBeFocused();

		// Beside the drawer a narrow page shows the tree over the view.
		await page.setViewportSize({ width: 1024, height: 768 });
		await press(page, "F1");
		await expect(drawer).toBeVisible();
		await press(page, "Control+b");
		await expect(app.tree).toBeFocused();
		await press(page, "Space", "Escape");
		await expect(app.tree).toBeFocused();
		await press(page, "Escape");
		await expect(app.tree).toHaveCount(0);
		await expect(drawer).toBeVisible();
		await page.setViewportSize({ width: 1280, height: 800 });
	});

	await test.step("panes are resized by keys", async () => {
		const edge = page.getByRole("separator", { name: "Width of the file tree" });
		const width = async () => (await app.tree.boundingBox())?.width ?? 0;
		const before = await width();
		await edge.focus();
		await press(page, "ArrowRight", "ArrowRight");
		await expect.poll(width).toBeGreaterThan(before);
		await press(page, "Home");
		await expect.poll(width).toBeLessThan(before);
	});

	await test.step("views are chosen with the arrow keys", async () => {
		await app.go("#sample=plain&path=/diary.txt");
		await app.view("Summary").focus();
		await press(page, "ArrowRight", "Enter");
		await expect(app.main.getByRole("heading", { name: "diary.txt" })).toBeVisible();
	});
});

test("Ctrl+O asks for a file each time, and takes what is chosen later", async ({ app, page }) => {
	const choosers: FileChooser[] = [];
	page.on("filechooser", (chooser) => choosers.push(chooser));
	const devtools = await page.context().newCDPSession(page);
	const asked = () => expect.poll(() => choosers.length);
	await app.start();
	await expect(page.getByRole("button", { name: "Choose files…" })).toBeVisible();
	await page.keyboard.press("Control+o");
	await asked().toBe(1);
	// Nothing came of the first dialog: the next one is asked for all the same.
	await page.keyboard.press("Control+o");
	await asked().toBe(2);
	// What only the dialog needs must not be collected while it is open.
	await expect(page.locator("input[type=file]")).toHaveCount(1);
	await devtools.send("HeapProfiler.collectGarbage");
	await choosers[1]?.setFiles(fixture("tiny-plain").file);
	await expect(app.row("wide")).toBeVisible();
	await expect(page.locator("input[type=file]")).toHaveCount(0);
	await page.keyboard.press("Control+o");
	await asked().toBe(3);
	await choosers[2]?.setFiles(fixture("tinyz-lz4").file);
	await expect(page).toHaveTitle(/tinyz-lz4/);
});

test("the skip button, the palette and the digits", async ({ app, page }) => {
	await test.step("the skip button leads past the tree", async () => {
		await app.go("#sample=plain");
		await expect(app.row("diary.txt")).toBeVisible();
		await tabTo(page, /^Skip to the view/, 3);
		await press(page, "Enter");
		await expect(app.main).toBeFocused();
	});

	await test.step("the palette lists commands and paths, and the focus comes back", async () => {
		await app.go("#sample=lz4");
		await expect(app.row("diary.txt")).toBeVisible();
		await app.view("Space").focus();
		await press(page, "Control+k");
		const palette = page.getByRole("dialog", { name: "Commands and paths" });
		const box = palette.getByRole("combobox");
		await expect(box).toBeFocused();
		await press(page, "Escape");
		await expect(palette).toHaveCount(0);
		await expect(app.view("Space")).toBeFocused();

		await press(page, "Control+k");
		await box.fill("press");
		await expect(palette.getByRole("option", { name: /\/source\/press\.c/ })).toBeVisible();
		await expectAccessible(page, "the palette");
		await box.fill("press.c");
		await expect(palette.getByRole("option", { selected: true })).toContainText("/source/press.c");
		await press(page, "Enter");
		await expect(app.main.getByRole("heading", { name: "press.c" })).toBeVisible();

		// Typed and entered at once, before any path is known.
		await press(page, "Control+k");
		await box.fill("diary");
		await press(page, "Enter");
		await expect(app.main.getByRole("heading", { name: "diary.txt" })).toBeVisible();

		await press(page, "Control+k");
		await box.fill("go to");
		await press(page, "Enter");
		await expect(page.getByRole("form", { name: "Go to" }).getByRole("textbox")).toBeFocused();

		await press(page, "Control+k");
		await box.fill("README");
		await palette.getByRole("option", { name: /in the bytes/ }).click();
		await expect(page.getByRole("search", { name: "Find in bytes" })).toContainText("Found at 0x");
	});

	await test.step("no command is offered that has nothing to do", async () => {
		const offered = page.getByRole("dialog", { name: "Commands and paths" }).getByRole("option");
		const change = offered.filter({ hasText: "of the altered copy" });
		for (const edit of ["", "&edit=0x440:4e"]) {
			await app.go(`#sample=lz4${edit}`);
			await expect(app.row("diary.txt")).toBeVisible();
			await press(page, "Control+k");
			await expect(offered.filter({ hasText: "Next finding" })).toBeVisible();
			await expect(change).toHaveCount(edit ? 1 : 0);
			await press(page, "Escape");
		}
		await app.go();
		await app.drop({ name: "notes.txt", bytes: new TextEncoder().encode("Notes. ".repeat(300)) });
		await expect(page.getByRole("application", { name: /^Bytes of / })).toBeVisible();
		await press(page, "Control+k");
		await expect(offered.filter({ hasText: "Go to" })).toBeVisible();
		await expect(offered.filter({ hasText: /Summary|Filter|tree|finding/ })).toHaveCount(0);
		await press(page, "Escape");
		// A digit leads nowhere then, nor into the history.
		const before = await page.evaluate(() => history.length);
		await press(page, "1");
		expect(await page.evaluate(() => history.length)).toBe(before);
	});

	await test.step("the drawer keeps the focus when what led on is gone with its page", async () => {
		await app.go("#sample=lz4&learn=inodes.1");
		await expect(app.row("diary.txt")).toBeVisible();
		await page.getByRole("button", { name: "All lessons" }).press("Enter");
		await expect(page.getByRole("heading", { name: "Learn" })).toBeFocused();
		await tabTo(page, /^Start: Inode numbers/, 10);
	});

	await test.step("digits show the places, also from the tree", async () => {
		await app.go("#sample=lz4");
		await expect(app.row("diary.txt")).toBeVisible();
		await app.tree.focus();
		await press(page, "5");
		await expect(app.main.getByRole("list", { name: "What was checked" })).toBeVisible();
		await press(page, "3");
		await expect(page.getByRole("application", { name: /^Bytes of / })).toBeVisible();
	});
});
