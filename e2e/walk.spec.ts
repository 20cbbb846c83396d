/** "How do I get here?": ways to bytes are gone step by step, shared by a link, and played. */
import type { Page } from "@playwright/test";
import { fixture } from "../src/testing/fixtures";
import { type App, expect, strip, test, what } from "./app";

const bytes = (page: Page) => page.getByRole("application", { name: /^Bytes of / });
const panel = (page: Page) => page.getByRole("region", { name: /^How do I get to byte / });
const current = (page: Page) => panel(page).locator("[aria-current=step]");
const line = (page: Page, step: number) =>
	panel(page)
		.getByRole("list", { name: "Steps" })
		.getByRole("button")
		.nth(step - 1);
const next = (page: Page) => panel(page).getByRole("button", { name: "Next step" });

/** The range that is selected in the bytes, and where they are, as the address has them. */
function selected(page: Page): { space: string; start: number; end: number; step: number } {
	const place = new URLSearchParams(new URL(page.url()).hash.slice(1));
	const [start, end] = (place.get("at") ?? "").split("-").map(Number);
	const space = place.get("space") ?? "image";
	return { space, start: start ?? -1, end: end ?? -1, step: Number(place.get("step") ?? 0) };
}

interface Way {
	readonly name: string;
	open(app: App): Promise<void>;
	/** How the way is asked for. */
	ask(app: App): Promise<void>;
	/** Some of its steps: number, space and range. */
	readonly steps: readonly (readonly [step: number, space: string, start: number, end: number])[];
	readonly count: number;
}

async function openFixture(app: App, name: string, place: string): Promise<void> {
	const { file, devices } = fixture(name);
	await app.goInto(`#file=${name}.erofs&${place}`, file, ...devices);
	await expect(app.tree).toBeVisible();
}

const askByKey = async ({ page }: App) => {
	await expect(bytes(page)).toBeVisible();
	await bytes(page).press("w");
};

const WAYS: readonly Way[] = [
	{
		name: "a compressed unit, from its bytes",
		open: (app) => app.start("#sample=lz4&view=hex&at=0x3000-0x3001"),
		ask: askByKey,
		steps: [
			[1, "image", 0x400, 0x404],
			[4, "image", 0x480, 0x4a0],
			[12, "image", 0x660, 0x6a0],
		],
		count: 21,
	},
	{
		name: "a byte of a file, from its extents",
		open: (app) => app.start("#sample=lz4&path=/diary.txt&view=inode&tab=extents"),
		async ask({ page }) {
			await page.getByRole("textbox", { name: "How do I get to byte" }).fill("40000");
			await page.getByRole("button", { name: "Show the way" }).click();
		},
		steps: [
			[12, "image", 0x660, 0x6a0],
			[16, "file:51", 40_000, 40_001],
			[21, "image", 0x3000, 0x4000],
			[22, "file:51", 40_000, 40_001],
		],
		count: 22,
	},
	{
		name: "a byte of an extra device",
		open: (app) => openFixture(app, "merged-2layers", "view=hex&space=device:1&at=0x2000-0x2001"),
		ask: async (app) => {
			await expect(bytes(app.page)).toBeVisible();
			await app.page.getByRole("button", { name: "How do I get here?" }).click();
		},
		steps: [
			[1, "image", 0x400, 0x404],
			[23, "device:1", 0x2000, 0x2001],
		],
		count: 23,
	},
];

for (const [i, way] of WAYS.entries()) {
	test(`the way is gone to its end: ${way.name}`, async ({ app, page }) => {
		await way.open(app);
		await way.ask(app);
		await expect(panel(page)).toContainText(`${way.count} steps`);
		await expect(next(page)).toBeFocused();
		// One of them is gone step by step, the others are entered where it matters.
		const known = new Map(way.steps.map((each) => [each[0], each]));
		const gone = i === 0 ? Array.from({ length: way.count }, (_, j) => j + 1) : known.keys();
		for (const step of gone) {
			if (i === 0) await next(page).press("Enter");
			else await line(page, step).click();
			await expect(panel(page)).toContainText(`Step ${step} of ${way.count}`);
			await expect(current(page)).toHaveCount(1);
			const [, space, start, end] = known.get(step) ?? [];
			if (start === undefined) continue;
			expect(selected(page)).toEqual({ space, start, end, step });
			await expect(strip(page)).toContainText(`0x${start.toString(16)} (`);
		}
		await line(page, way.count).press("End");
		await expect(next(page)).toBeDisabled();
		await expect(panel(page)).toContainText("The way arrives at the byte.");

		const before = selected(page);
		const text = await current(page).textContent();
		const link = new URL(page.url()).hash;
		if (!link.includes("sample=")) return;
		await app.start(link);
		await expect(panel(page)).toContainText(`Step ${way.count} of ${way.count}`);
		expect(await current(page).textContent()).toBe(text);
		expect(selected(page)).toEqual(before);
	});
}

test("the steps of a way by back and forward, and by arrow keys; and where none leads", async ({
	app,
	page,
}) => {
	await test.step("back and forward go along the steps, and closing leaves the bytes", async () => {
		await app.go("#sample=lz4&view=hex&at=0x40c-0x40d");
		await askByKey(app);
		for (const step of [1, 2, 3]) {
			await next(page).click();
			await expect(panel(page)).toContainText(`Step ${step} of 3`);
		}
		await page.goBack();
		await expect(panel(page)).toContainText("Step 2 of 3");
		await page.goForward();
		await expect(panel(page)).toContainText("Step 3 of 3");
		await panel(page).getByRole("button", { name: "Close the way" }).click();
		await expect(panel(page)).toHaveCount(0);
		await expect(what(page)).toContainText("erofs_super_block.blkszbits");
		await page.goBack();
		await expect(panel(page)).toBeVisible();
	});

	await test.step("arrow keys go along the list, and each step is said", async () => {
		await app.go("#sample=lz4&view=hex&walk=image:0x3000&step=1");
		await current(page).focus();
		await page.keyboard.press("ArrowDown");
		await expect(current(page)).toBeFocused();
		await expect(panel(page).getByRole("status")).toContainText(
			"Step 2 of 21. The root directory is inode 36.",
		);
		await page.keyboard.press("End");
		await expect(panel(page).getByRole("status")).toContainText("The way arrives at the byte.");
		await page.keyboard.press("ArrowUp");
		await expect(panel(page)).toContainText("Step 20 of 21");
	});

	await test.step("where nothing leads, the panel says so and what stands around", async () => {
		await app.go("#sample=lz4&view=hex&at=0x10-0x11");
		await askByKey(app);
		await expect(panel(page)).toContainText("No way leads to this byte");
		await next(page).click();
		await expect(what(page)).toContainText("first 1,024 bytes");
	});
});

test("a way plays by itself, until it is paused", async ({ app, page }) => {
	await page.clock.install();
	await app.start("#sample=lz4&view=hex&walk=image:0x40c&step=1");
	await expect(panel(page)).toContainText("Step 1 of 3");
	await page.clock.pauseAt(Date.now() + 3_600_000);
	/** Time goes on until the panel says so. */
	const playUntil = (text: RegExp) =>
		expect(async () => {
			await page.clock.runFor(1000);
			expect(await panel(page).textContent()).toMatch(text);
		}).toPass({ intervals: [0] });

	await panel(page).getByRole("button", { name: "Play" }).click();
	await playUntil(/Step 2 of 3/);
	expect(selected(page).step).toBe(2);
	await panel(page).getByRole("button", { name: "Pause" }).click();
	// Less than a worker may be silent for: in no real time it cannot answer.
	await page.clock.runFor(20_000);
	await expect(panel(page)).toContainText("Step 2 of 3");
	await panel(page).getByRole("button", { name: "Play" }).click();
	await playUntil(/Step 3 of 3/);
	await expect(panel(page).getByRole("button", { name: "Play" })).toBeVisible();
	expect(selected(page)).toMatchObject({ space: "image", start: 0x40c, end: 0x40d });
});
