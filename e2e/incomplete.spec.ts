/** The page itself comes only in part: its server is gone, or has another version by now. */
import { fixture } from "../src/testing/fixtures";
import { type App, expect, test } from "./app";

// What the browser and React say about it.
test.use({
	expected: [/Failed to load resource|A part of this page did not come/],
});

async function expectHelp(app: App): Promise<void> {
	await expect(app.failure).toContainText("A part of this page did not come");
	await expect(app.failure).toContainText("reload the page");
}

test("a page without the code for open files says what helps", async ({ app, page }) => {
	await page.route(/\/beyond-.*\.(js|css)$/, (route) => route.abort());
	await app.start();
	await app.drop(fixture("tiny-plain").file);
	await expectHelp(app);
});

test("lessons whose code does not come say what helps; the rest goes on", async ({ app, page }) => {
	await page.route(/\/Learn-.*\.(js|css)$/, (route) => route.abort());
	await app.start();
	await app.drop(fixture("tiny-plain").file);
	await expect(app.tree).toBeVisible();
	await page.keyboard.press("F1");
	await expectHelp(app);
	await app.show("Bytes");
});
