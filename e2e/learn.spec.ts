/** The drawer Learn: a lesson from the start page to its end, by keyboard, on a phone, on an own image. */
import type { Page } from "@playwright/test";
import { glossary, termOf } from "../src/lessons/glossary";
import { fixture } from "../src/testing/fixtures";
import { expect, test } from "./app";
import { expectAccessible } from "./axe";

const drawer = (page: Page) => page.getByRole("complementary", { name: "Learn" });
const bytes = (page: Page) => page.getByRole("application", { name: /^Bytes of / });
const button = (page: Page, name: string | RegExp) => drawer(page).getByRole("button", { name });

/** The selected bytes, as the address has them. */
const selected = (page: Page) => new URLSearchParams(new URL(page.url()).hash.slice(1)).get("at");

async function answer(page: Page, text: string): Promise<void> {
	await drawer(page).getByRole("textbox").fill(text);
	await page.keyboard.press("Enter");
}

test("a lesson leads from the start page to bytes that are found and read", async ({
	app,
	page,
}) => {
	await app.start();
	await page.getByRole("button", { name: "Open the lessons" }).click();
	await button(page, "Start: Superblock and features").click();
	await expect(drawer(page)).toContainText("Read the four bytes as one number.");
	await expect.poll(() => selected(page)).toBe("0x400-0x404");
	await answer(page, "0xe2e1f5e0");
	await expect(drawer(page).getByRole("status")).toContainText("highest byte first");
	await button(page, "Hint (1 of 3)").click();
	await expect(drawer(page)).toContainText("read from the last byte to the first.");
	await answer(page, "0xe0f5e1e2");
	await expect(drawer(page)).toContainText("Right: 3774210530 = 0xe0f5e1e2");
	await expect(button(page, "Step 1, done")).toBeVisible();
	// Keys alone lead on: to what is next, and to where its reading begins.
	await expect(button(page, "Next")).toBeFocused();
	await page.keyboard.press("Enter");
	await expect(drawer(page)).toContainText("How many bytes does a block have?");
	await expect(drawer(page).getByRole("heading", { level: 3 })).toBeFocused();
	await button(page, "Step 1, done").click();
	await expectAccessible(page, "a lesson");

	// The closing exercise has no hints before the first try, and takes the bytes that are selected.
	await button(page, "Closing exercise").click();
	await expect(drawer(page)).toContainText("Select the 4 bytes of the switches.");
	await expect(button(page, /^Hint/)).toHaveCount(0);
	await page.keyboard.press("Control+g");
	await page.keyboard.type("0x450");
	await page.keyboard.press("Enter");
	await bytes(page).focus();
	for (let i = 0; i < 3; i++) await page.keyboard.press("Shift+ArrowRight");
	await expect(drawer(page)).toContainText("What number are they?");
	await answer(page, "12");
	await expect(drawer(page)).toContainText("Still to be answered: steps 2, 3, 4, 5, 6.");

	await page.keyboard.press("F1");
	await expect(drawer(page)).toHaveCount(0);
	await expect(bytes(page)).toBeFocused();
	await page.getByRole("banner").getByRole("button", { name: "Learn" }).click();
	await expect(drawer(page)).toContainText("2 of 7 done");

	await page.getByRole("button", { name: "EROFS Explorer: start page" }).click();
	await expect(app.main).toContainText("2 steps done");
	await page.getByRole("button", { name: "Go on with the lessons" }).click();
	await expect(button(page, "Go on: Superblock and features")).toBeVisible();
});

test("on a phone the lesson is a sheet under the bytes, on an image of one's own", async ({
	app,
	page,
}) => {
	await page.setViewportSize({ width: 390, height: 844 });
	await app.start("#file=tinyz-lz4.erofs&view=bytes&learn=inodes.1.own");
	await app.drop(fixture("tinyz-lz4").file);
	await expect(drawer(page)).toContainText("on your image");
	await expect(drawer(page)).toContainText("The root is inode 36.");
	const typed = drawer(page).getByRole("textbox");
	await expect(typed).not.toBeInViewport();
	await button(page, "To the question").click();
	await expect(typed).toBeInViewport();
	await expect(button(page, "To the question")).toHaveCount(0);
	await answer(page, "1,152");
	await expect(drawer(page)).toContainText("Right:");
	await expect(bytes(page)).toBeVisible();
	await button(page, "Next").click();
	await expect(drawer(page)).toContainText(/its first two bytes|This step needs/i);
});

test("a compressed unit is taken apart, and a word of the format is found", async ({
	app,
	page,
}) => {
	await app.start("#sample=lz4&path=/diary.txt&view=files&tab=extents");
	await page.getByRole("grid", { name: "Extents" }).press("i");
	await expect(drawer(page)).toContainText("Inside a unit of LZ4");
	await expect(drawer(page)).toContainText("Sequence 1 of 1,057");
	await expect(drawer(page)).toContainText("That is enough.");
	await button(page, "Next sequence").click();
	await expect(drawer(page)).toContainText("Sequence 2 of 1,057");
	await expect(bytes(page)).toBeVisible();
	await expectAccessible(page, "the inside of a unit");

	// A word that is explained, by F1: its entry; once more, and the drawer is closed.
	await app.go("#sample=lz4&path=/diary.txt&view=files");
	await app.about.getByRole("button", { name: "Size", exact: true }).focus();
	const words = await page
		.locator("[data-term]")
		.evaluateAll((all) => all.map((each) => each.getAttribute("data-term") ?? ""));
	const terms = glossary();
	expect(words.length).toBeGreaterThan(10);
	expect(words.filter((word) => !termOf(terms, word))).toEqual([]);
	await page.keyboard.press("F1");
	await expect(drawer(page).locator(".glossary-wanted")).toContainText("i_size");
	await page.keyboard.press("F1");
	await expect(drawer(page)).toHaveCount(0);
	await page.keyboard.press("F1");
	await button(page, "Glossary").click();
	await drawer(page).getByRole("textbox", { name: "Find a term" }).fill("blkszbits");
	await drawer(page)
		.getByRole("link", { name: /^0x40c:/ })
		.click();
	await expect.poll(() => selected(page)).toBe("0x40c-0x40d");
});

test("ways lead along names that are typed, and to the first of a kind there is", async ({
	app,
	page,
}) => {
	const way = page.getByRole("region", { name: /^How do I get to / });
	await app.start("#sample=many-files&view=bytes&path=/cards/001.txt&learn=ways");
	await drawer(page).getByRole("textbox", { name: "Path" }).fill("/cards/absent");
	await button(page, "Show the way").click();
	await expect(way).toContainText("The way ends: what is looked for is not there.");
	await way.getByRole("list", { name: "Steps" }).getByRole("button").last().click();
	await expect(way).toContainText("There is no “absent”: it would stand behind “");
	await expect(page).toHaveURL(/walk=path:\/cards\/absent/);
	await expectAccessible(page, "ways");

	await drawer(page).getByRole("textbox", { name: "Path" }).fill("/cards/001.txt");
	await drawer(page).getByRole("button", { name: "Attribute", exact: true }).click();
	await drawer(page).getByRole("textbox", { name: "Whole name" }).fill("user.shelf");
	await button(page, "Show the way").click();
	await expect(way).toContainText(/has bit 5 of the filter. It is 1/);

	await button(page, "A hole").click();
	await expect(drawer(page)).toContainText("This needs a file with a hole.");
	await button(page, "A byte behind its inode").click();
	await expect(way).toContainText(/How do I get to byte 0x[0-9a-f]+ of \//);
});

/** A page of the drawer, and a question of each kind. */
const PAGES = {
	"the list of lessons": "#sample=plain&view=bytes&learn=lessons",
	"a number that is asked": "#sample=plain&view=bytes&learn=superblock.2",
	"a choice": "#sample=plain&view=bytes&learn=superblock.5",
	"several choices": "#sample=lz4&view=bytes&learn=superblock.6",
	"bytes that are asked": "#sample=plain&view=bytes&learn=directories.1",
	"bits that are drawn": "#sample=lz4&view=bytes&learn=indexes.2",
	"a name that is asked": "#sample=shelf&view=bytes&learn=attributes.6",
	"a closing exercise": "#sample=plain&view=bytes&learn=directories.7",
	"the glossary": "#sample=lz4&view=bytes&learn=glossary",
	"the ready-made breakages": "#sample=plain&view=bytes&learn=bench",
	"a unit of MicroLZMA": "#sample=algorithms&path=/lzma/diary.txt&view=files&tab=extents",
	"a unit of DEFLATE": "#sample=algorithms&path=/deflate/diary.txt&view=files&tab=extents",
	"a unit of Zstandard": "#sample=algorithms&path=/zstd/diary.txt&view=files&tab=extents",
} as const;

test("each page of the drawer is for everybody, wide and on a phone", async ({ app, page }) => {
	await app.start();
	for (const width of [1280, 390]) {
		await page.setViewportSize({ width, height: 844 });
		for (const [what, place] of Object.entries(PAGES)) {
			await app.go(place);
			if (place.includes("extents")) {
				await page.getByRole("grid", { name: "Extents" }).press("i");
				await expect(drawer(page)).toContainText("Inside a unit of");
			}
			await expect(drawer(page)).toBeVisible();
			await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
			await expectAccessible(page, `${what}, ${width} wide`);
		}
	}
});

test("a question is told, answered and left by keys alone", async ({ app, page }) => {
	await app.start("#sample=plain&view=bytes&learn=superblock.1");
	const question = drawer(page).getByRole("region", { name: "Read the four bytes as one number." });
	const said = question.getByRole("status");
	await expect(said).toBeEmpty();
	await answer(page, "12");
	await expect(said).toHaveText("Not yet. Try again, or open a hint.");
	await button(page, "Hint (1 of 3)").press("Enter");
	await button(page, "Next hint (2 of 3)").press("Enter");
	await button(page, "Last hint (3 of 3)").press("Enter");
	await expect(question.getByRole("list", { name: "Hints" })).toBeFocused();
	await answer(page, "0xe0f5e1e2");
	await expect(said).toHaveText("Right: 3774210530 = 0xe0f5e1e2");
	await expect(button(page, "Next")).toBeFocused();
	await page.keyboard.press("Enter");
	const head = (step: number) =>
		drawer(page).getByRole("heading", { name: new RegExp(`, step ${step} of 7$`) });
	await expect(head(2)).toBeFocused();
	await button(page, "Back").press("Enter");
	await expect(head(1)).toBeFocused();
	await button(page, "Step 5").press("Enter");
	const choice = drawer(page).getByRole("group", { name: /Which change does the checksum show/ });
	await choice.getByRole("radio", { name: "Both" }).press("ArrowDown");
	await button(page, "Check").press("Enter");
	await expect(drawer(page).getByRole("status")).toHaveText("Right: Only the one at 0x560");
	await button(page, "Close Learn").press("Enter");
	await expect(bytes(page)).toBeFocused();
});

test("a step of two questions is done with the second, and keeps what was answered", async ({
	app,
	page,
}) => {
	await app.start("#sample=shelf&view=bytes&learn=directories.6");
	const piece = "Right: piece 1, at 0x540";
	await drawer(page).getByRole("radio", { name: "piece 1, at 0x540" }).check();
	await button(page, "Check").press("Enter");
	await expect(drawer(page)).toContainText("Question 2 of 2");
	await button(page, "Next").click();
	await expect(drawer(page)).toContainText("To look up:");
	await expect(button(page, "Step 6")).toBeVisible();
	await button(page, "Back").click();
	await expect(drawer(page)).toContainText(piece);
	await answer(page, "4c00");
	await expect(drawer(page)).toContainText("Hex needs 0x in front.");
	await answer(page, "0x4c00");
	await expect(drawer(page)).toContainText("= 19456 = 0x4c00");
	await expect(button(page, "Step 6, done")).toBeVisible();
});

test("the lessons start on the image that is open, and choose the file they speak of", async ({
	app,
	page,
}) => {
	await app.start("#file=tinyz-lz4.erofs&view=bytes&learn=lessons");
	await app.drop(fixture("tinyz-lz4").file);
	await expect(bytes(page)).toBeVisible();
	await button(page, "Start: Superblock and features").click();
	await expect(drawer(page)).toContainText("on your image");
	// What a step of inode 36 selects is of the root, whatever was chosen before.
	await app.go("#sample=plain&view=bytes&path=/diary.txt&learn=inodes.5");
	await expect(drawer(page)).toContainText("What is inode 36?");
	await expect.poll(() => new URL(page.url()).hash).toContain("path=/&");
});

test("a step on an own image asks for one, and goes on in it, by keys alone", async ({
	app,
	page,
}) => {
	await app.start("#sample=lz4&view=bytes&learn=inodes.1.own");
	const dialog = page.waitForEvent("filechooser");
	await button(page, "Choose files…").press("Enter");
	await (await dialog).setFiles(fixture("tinyz-lz4").file);
	await expect(drawer(page)).toContainText("An inode describes one file or directory");
	await expect(drawer(page).getByRole("heading", { level: 3 })).toBeFocused();
	await expect.poll(() => selected(page)).toBe("0x428-0x42c");
});

/** Samples that between them have what words are about, and a file of each. */
const ABOUT = {
	lz4: "/diary.txt",
	modern: "/diary.txt",
	"two-devices": "/data/ledger.bin",
	shelf: "/notes/lamp",
} as const;

test("every word that is explained has an entry, with bytes where the image has them", async ({
	app,
	page,
}) => {
	const without: string[] = [];
	for (const [sample, path] of Object.entries(ABOUT)) {
		const words = new Map<string, string>();
		for (const view of ["summary", "files", "bytes", "space", "check"]) {
			await app.go(`#sample=${sample}&path=${path}&view=${view}`);
			await expect(page.locator("h1").first()).toBeAttached();
			await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
			if (view === "summary") await app.allFields();
			const found = await page
				.locator("[data-term]")
				.evaluateAll((all) => all.map((each) => each.getAttribute("data-term") ?? ""));
			for (const word of found) words.set(word, view);
		}
		expect(words.size).toBeGreaterThan(20);
		for (const [word, view] of words) {
			await page.evaluate((learn) => {
				const place = new URLSearchParams(location.hash.slice(1));
				place.set("learn", learn);
				location.hash = place.toString();
			}, `glossary.${word}`);
			const entry = drawer(page).locator(".glossary-wanted");
			await expect(entry, `${word} of ${view}`).toBeVisible();
			const example = entry.getByText("Here at");
			const has = example.waitFor({ timeout: 3000 }).then(
				() => true,
				() => false,
			);
			if (!(await has)) without.push(`${sample}: ${word}`);
		}
	}
	expect(without).toEqual([]);
});
