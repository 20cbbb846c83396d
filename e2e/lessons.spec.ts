/**
 * Every lesson from its first step to its last, by keys alone: the focus is never lost, whatever
 * takes it has a name, and the way back and the address of a step lead to it.
 */
import type { Page } from "@playwright/test";
import { LESSONS, type Lesson } from "../src/lessons/index";
import { TRUTHS } from "../src/lessons/truths.fixture";
import { expect, test } from "./app";

/** Keys that one presses at most to come from where the focus is to what is wanted. */
const FAR = 40;

const drawer = (page: Page) => page.getByRole("complementary", { name: "Learn" });
const bytes = (page: Page) => page.getByRole("application", { name: /^Bytes of / });

/** What has the focus, as a screen reader begins to say it: `button "Next"`. */
async function focused(page: Page): Promise<string> {
	const [line = ""] = (await page.locator(":focus").ariaSnapshot()).split("\n");
	return line.replace(/^- '?/, "");
}

/** Presses a key, and holds that something has the focus then, and has a name. */
async function press(page: Page, key: string): Promise<string> {
	await page.keyboard.press(key);
	await expect(page.locator(":focus"), `the focus after ${key}`).toHaveCount(1);
	const line = await focused(page);
	expect(line, `the name of what has the focus after ${key}`).toMatch(/^\w+ "/);
	return line;
}

async function pressUntil(page: Page, key: string, wanted: RegExp): Promise<void> {
	const seen = [await focused(page)];
	while (!wanted.test(seen.at(-1) ?? "")) {
		expect(seen.length, `${wanted} by ${key}, past ${seen.join(", ")}`).toBeLessThan(FAR);
		seen.push(await press(page, key));
	}
}

const BLOCK = 4096;

/** Goes to a byte, and from there to the last of so many. */
async function selectBytes(page: Page, start: number, length: number): Promise<void> {
	await page.keyboard.press("Control+g");
	await page.keyboard.type(`0x${start.toString(16)}`);
	await page.keyboard.press("Enter");
	await expect(bytes(page)).toBeFocused();
	if (length === BLOCK) {
		await press(page, "Alt+Shift+PageDown");
		await press(page, "Shift+ArrowLeft");
	} else for (let n = 1; n < length; n++) await page.keyboard.press("Shift+ArrowRight");
}

const exactly = (text: string) => text.replace(/[.?]/g, "\\$&");

/** Answers the open question, from wherever the focus is. */
async function answer(page: Page, truth: string): Promise<void> {
	const [, how, start, length] = /^(select|click) image:(\d+)\+(\d+)$/.exec(truth) ?? [];
	if (how) return selectBytes(page, Number(start), how === "click" ? 1 : Number(length));
	await pressUntil(page, "Tab", /^(textbox|radio|checkbox) /);
	const kind = await focused(page);
	if (kind.startsWith("textbox")) {
		await page.keyboard.type(truth);
		await page.keyboard.press("Enter");
		return;
	}
	if (kind.startsWith("radio")) {
		await press(page, "Space");
		await pressUntil(page, "ArrowDown", new RegExp(`^radio "${exactly(truth)}"`));
	} else {
		for (const option of truth.split(" + ")) {
			await pressUntil(page, "Tab", new RegExp(`^checkbox "${exactly(option)}`));
			await press(page, "Space");
		}
	}
	await pressUntil(page, "Tab", /^button "Check"/);
	await page.keyboard.press("Enter");
}

const head = (page: Page, { title, steps }: Lesson, step: number) =>
	drawer(page).getByRole("heading", {
		name: new RegExp(`^${title} ?, step ${step + 1} of ${steps.length}$`),
	});

for (const lesson of LESSONS) {
	test(`the lesson “${lesson.title}” is done by keys alone`, async ({ app, page }) => {
		await app.start("#sample=plain");
		await expect(app.tree).toBeVisible();
		await page.keyboard.press("F1");
		await expect(drawer(page).getByRole("heading", { name: "Learn" })).toBeFocused();
		await pressUntil(page, "Tab", new RegExp(`^button "Start: ${lesson.title}"`));
		await page.keyboard.press("Enter");
		const addresses: string[] = [];
		for (const [step, [, ...answers]] of (TRUTHS[lesson.id] ?? []).entries()) {
			await expect(head(page, lesson, step)).toBeFocused();
			const questions = drawer(page).locator(".question");
			for (const [i, truth] of answers.entries()) {
				await expect(questions).toHaveCount(i + 1);
				if (i === 0) addresses.push(page.url());
				await answer(page, truth);
				await expect(questions.nth(i)).toContainText("Right: ");
			}
			// What was typed or picked is gone, and the focus is on what leads on; who is among the
			// bytes comes there with the key that leads through the parts of the page.
			if (/^application/.test(await focused(page)))
				await pressUntil(page, "F6", /^button "(Next|All)/);
			await expect(page.locator(":focus")).toHaveText(/^(Next|Next lesson|All lessons)$/);
			if (step + 1 < lesson.steps.length) await page.keyboard.press("Enter");
		}
		await expect(drawer(page)).toContainText("The lesson is done.");

		await test.step("back leads through the steps, forward again, and an address to its step", async () => {
			const last = addresses.length - 1;
			for (let step = last - 1; step >= 0; step--) {
				while (!(await head(page, lesson, step).isVisible())) await page.goBack();
				await expect(page.locator(":focus")).toHaveCount(1);
			}
			while (!(await head(page, lesson, last).isVisible())) await page.goForward();
			for (const [step, address] of addresses.entries()) {
				await app.go(new URL(address).hash);
				await expect(head(page, lesson, step)).toBeVisible();
				await expect(drawer(page).locator(".question").first()).toBeVisible();
				expect(page.url()).toBe(address);
			}
		});
	});
}
