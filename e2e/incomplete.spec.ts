/** The page itself comes only in part: its server is gone, or has another version by now. */
import { fixture } from "../src/testing/fixtures";
import { expect, test } from "./app";

// What the browser and React say about it.
test.use({
	expected: [/Failed to load resource|A part of this page did not come/],
});

test("a view whose code does not come says what helps; the others go on", async ({ app, page }) => {
	await page.route(/\/HexView-.*\.(js|css)$/, (route) => route.abort());
	await app.start();
	await app.drop(fixture("tiny-plain").file);
	await app.view("Bytes").click();
	await expect(app.failure).toContainText("A part of this page did not come");
	await expect(app.failure).toContainText("reload the page");
	await app.show("Files");
	await expect(app.failure).toHaveCount(0);
});
