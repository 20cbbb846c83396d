/** A remote image in use, when the server, the line or the file itself changes under it. */
import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { fixture } from "../src/testing/fixtures";
import { expect } from "./app";
import { expectAccessible } from "./axe";
import { expectContents, image, lookFurther, place, select, test } from "./remote";
import type { FaultQuery } from "./server/faults";
import type { TestServer } from "./server/server";

/** Another image, of another size, so that the server gives it another tag. */
const other = readFileSync(fixture("plain-b65536").file);
const third = readFileSync(fixture("tiny-plain").file);

/** The address of the image under another name: of that one, nothing is fetched so far. */
function another(server: TestServer, name: string): string {
	const path = `${name.replaceAll(" ", "-")}.erofs`;
	server.files.set(path, image);
	return server.url(path);
}

const failures: [string, FaultQuery, RegExp][] = [
	["the file is gone", { status: 404 }, /There is no such file on 127\.0\.0\.1/],
	["the server breaks", { status: 500 }, /has a problem of its own \(status 500\)/],
	[
		"the server is too busy for long",
		{ status: 429, retryAfter: 600 },
		/gets too many requests.*Retry in 10 minutes/,
	],
	["the server sends another part", { shift: 10 }, /another part of the file/],
	["the server forgets ranges", { noRange: true }, /cannot send parts of the file/],
	["a proxy compresses", { gzip: "slice" }, /compressed or changed on its way/],
];
const trouble = (page: Page) => page.getByRole("alert").filter({ hasText: "The server failed" });
test("what fails is said in the view, the tree stays, and a retry goes on", async ({
	app,
	page,
	server,
}) => {
	for (const [what, query, words] of failures) {
		await test.step(what, async () => {
			const url = another(server, what);
			await app.go(place(url));
			await select(app);
			server.misbehave(url, query);
			await lookFurther(app);
			// It is asked for several times, and meanwhile one reads why nothing comes.
			if (query.status === 500) await expect(trouble(page)).toContainText("it answered 500");
			await expect(app.main.getByRole("alert")).toContainText(words);
			await expect(app.row("sparse")).toBeVisible();
			server.misbehave(url, {});
			await app.main.getByRole("button", { name: "Retry" }).click();
			await expectContents(app);
			await expect(trouble(page)).toHaveCount(0);
		});
	}
});

const passing: [string, FaultQuery][] = [
	["a broken connection", { cut: 1000, times: 2 }],
	["an answer that ends early", { short: 1000, times: 2 }],
	["an answer with less than was asked for", { limit: 10_000, times: 2 }],
	["a server that is busy for a moment", { status: 503, retryAfter: 1, times: 1 }],
];
test("what passes is not worth a word: the rest is asked for until it comes", async ({
	app,
	page,
	server,
}) => {
	for (const [what, query] of passing) {
		await test.step(what, async () => {
			const url = another(server, what);
			await app.go(place(url));
			await select(app);
			server.misbehave(url, query);
			const before = server.requests.length;
			await lookFurther(app);
			await expectContents(app);
			expect(server.requests.length - before).toBeGreaterThan(Number(query.times));
			await expect(page.getByRole("alert")).toHaveCount(0);
		});
	}
});

test("a replaced file: the new version opens by itself once, then on request", async ({
	app,
	page,
	server,
}) => {
	await app.start(place(server.url("a.erofs")));
	await select(app);
	server.files.set("a.erofs", other);
	await lookFurther(app);
	const notice = (text: string) => page.getByRole("alert").filter({ hasText: text });
	await expect(notice("You now see the new version")).toBeVisible();
	await expect(app.tree).toBeVisible();
	await expectAccessible(page, "the notice of a replaced file");
	await notice("You now see the new version").getByRole("button", { name: "Dismiss" }).click();
	await app.show("Summary");
	await expect(app.main).toContainText(/Block size\s*64 KiB/);

	server.files.set("a.erofs", third);
	await app.show("Bytes");
	await page.getByRole("application", { name: "Bytes of Image" }).press("Control+End");
	await expect(notice("was replaced again")).toBeVisible();
	await page.getByRole("button", { name: "Open it anew" }).click();
	await expect(notice("was replaced again")).toBeHidden();
	await app.show("Summary");
	await expect(app.main).toContainText(/Block size\s*4 KiB/);
});

test("a file that is replaced while it is checked opens in its new version", async ({
	app,
	page,
	server,
}) => {
	await app.start(place(server.url("a.erofs")));
	const check = await app.show("Check");
	server.files.set("a.erofs", other);
	await check.getByRole("button", { name: "Check contents" }).click();
	const notice = page.getByRole("alert").filter({ hasText: "You now see the new version" });
	await expect(notice).toBeVisible();
	// What was said of the old one is not said of this.
	await expect(check.getByRole("button", { name: "Check contents" })).toBeVisible();
	await expect(check).not.toContainText("ended early");
	await app.show("Summary");
	await expect(app.main).toContainText(/Block size\s*64 KiB/);
});

test("an expired link: a fresh one goes on at the same place", async ({ app, page, server }) => {
	const url = server.url("a.erofs");
	await app.start(place(url));
	await select(app);
	server.misbehave(url, { status: 403 });
	await lookFurther(app);
	const notice = page.getByRole("alert").filter({ hasText: "The link has expired" });
	await expect(notice).toBeVisible();
	await expectAccessible(page, "the notice of an expired link");
	await notice.getByLabel("Fresh link").fill("not an address at all");
	await notice.getByRole("button", { name: "Go on" }).click();
	await expect(notice).toContainText("Give an address");
	await notice.getByLabel("Fresh link").fill(server.url("none.erofs"));
	await page.keyboard.press("Enter");
	await expect(page.getByRole("alert")).toContainText("There is no such file");
	await page.getByRole("button", { name: "Back to a.erofs" }).click();
	await notice.getByLabel("Fresh link").fill(server.url("a.erofs", { etag: "strong" }));
	await page.keyboard.press("Enter");
	await expectContents(app);
	await expect(page).toHaveURL(/a\.erofs%3Fetag%3Dstrong&path=\/sparse\/hole-mid/);
	await expect(notice).toBeHidden();
});

test("offline: said so in every view, and it goes on after connecting again", async ({
	app,
	context,
	page,
	server,
}) => {
	const alert = app.main.getByRole("alert");
	await app.start(place(server.url("a.erofs")));
	await select(app);
	await context.setOffline(true);
	await lookFurther(app);
	await expect(alert).toContainText(/The contents cannot be read.*This computer is offline/);
	await expect(alert.getByRole("button", { name: "Retry" })).toBeVisible();
	await context.setOffline(false);
	await expectContents(app);

	await context.setOffline(true);
	await app.show("Bytes");
	await expect(alert).toContainText(/Some bytes could not be read.*This computer is offline/);
	await context.setOffline(false);
	await alert.getByRole("button", { name: "Retry" }).click();
	await expect(page.getByRole("alert")).toHaveCount(0);
});

test("a server that is slow, or hangs, and what was fetched", async ({ app, page, server }) => {
	await test.step("the block map grows with what is looked at", async () => {
		await app.go(place(another(server, "watched")));
		await select(app);
		const network = await app.panel("Network");
		const fetched = () => network.getByText(/ fetched: bytes 0x/).textContent();
		const before = await fetched();
		await lookFurther(app);
		await expectContents(app);
		await app.panel("Network");
		await expect.poll(fetched).not.toBe(before);
	});

	await test.step("a request that hangs is seen in the panel and can be stopped", async () => {
		const url = another(server, "hanging");
		await app.go(place(url));
		await expect(app.row("sparse")).toBeVisible();
		server.misbehave(url, { stall: 100, times: 1 });
		await app.row("sparse").locator(".tree-twist").click();
		await expect(app.tree.getByText("Reading the directory…")).toBeVisible();
		const network = await app.panel("Network");
		await expect(network.getByText("1 under way", { exact: true })).toBeVisible();
		await network.getByRole("button", { name: "Stop the request for directory /sparse" }).click();
		await expect(network.getByRole("row", { name: /stopped/ })).toBeVisible();
		await expect(network.getByText("none under way")).toBeVisible();
		await expect(app.tree).toContainText("The request for these bytes was stopped.");
		await app.tree.getByRole("button", { name: "Retry" }).click();
		await expect(app.row("hole-mid")).toBeVisible();
		await expect(page.getByRole("alert")).toHaveCount(0);
	});

	await test.step("a slow server: places are held, and the page stays usable", async () => {
		const url = another(server, "slow");
		await app.go(place(url));
		await select(app);
		const release = server.hold(url);
		await lookFurther(app);
		await expect(app.main.getByText("Reading the contents")).toBeAttached();
		await app.show("Summary");
		await app.allFields();
		await app.show("Files");
		await expect(app.main.getByText("Reading the contents")).toBeAttached();
		release();
		await expectContents(app);
		await expect(page.getByRole("alert")).toHaveCount(0);
	});
});

/** Opens the list of what is kept, on the start page. */
const showKept = (page: Page): Promise<void> =>
	page.getByText("What is kept", { exact: true }).click();

test("kept blocks: a second visit reads from this device, and they can be deleted", async ({
	app,
	page,
	server,
}) => {
	await app.start();
	await page.getByRole("checkbox", { name: /^Keep fetched blocks/ }).check();
	const url = server.url("a.erofs");
	await app.start(place(url));
	await select(app);
	await lookFurther(app);
	await expectContents(app);
	expect(server.requests.length).toBeGreaterThan(1);

	server.reset();
	await app.start(place(url));
	await select(app);
	await lookFurther(app);
	await expectContents(app);
	expect(server.requests.map(({ range }) => range)).toEqual(["bytes=0-65535"]);
	const network = await app.panel("Network");
	await expect(network).toContainText("read from this device");

	await app.start();
	await page.getByRole("checkbox", { name: /^Keep fetched blocks/ }).uncheck();
	await showKept(page);
	await page.getByRole("button", { name: `Delete ${url}` }).click();
	await expect(page.getByText("Nothing is kept so far.")).toBeVisible();
});

test("kept blocks of the open image can be deleted too, but not from another tab", async ({
	app,
	context,
	page,
	server,
}) => {
	await app.start();
	await page.getByRole("checkbox", { name: /^Keep fetched blocks/ }).check();
	const url = server.url("a.erofs");
	await app.start(place(url));
	await select(app);
	const otherTab = await context.newPage();
	await otherTab.goto("./");
	await showKept(otherTab);
	await otherTab.getByRole("button", { name: `Delete ${url}` }).click();
	await expect(otherTab.getByRole("alert")).toContainText("The image is open in another tab");
	await otherTab.close();

	await page.getByRole("button", { name: "EROFS Explorer: start page" }).click();
	await showKept(page);
	await expect(page.getByText(/, open now$/)).toBeVisible();
	await expectAccessible(page, "the list of what is kept");
	await page.getByRole("button", { name: `Delete ${url}` }).click();
	await expect(page.getByText("Nothing is kept so far.")).toBeVisible();
	await page.getByRole("button", { name: "Back to a.erofs" }).click();
	await lookFurther(app);
	await expectContents(app);
	await app.start();
	await showKept(page);
	await expect(page.getByText("Nothing is kept so far.")).toBeVisible();
});

test("a server without ranges: the whole image is kept on this device and read there", async ({
	app,
	page,
	server,
}) => {
	const url = server.url("a.erofs", { noRange: true });
	await app.start(place(url));
	const download = page.getByRole("button", { name: /^Download the whole image/ });
	await expect(download).toBeVisible();
	const release = server.hold(url, 100_000);
	await download.click();
	await expect(page.getByRole("progressbar").first()).toBeVisible();
	await expect(page.getByText(/ KiB of 244 KiB, nothing new for \d+ s$/)).toBeVisible();
	release();
	await expect(app.row("sparse")).toBeVisible();
	const { length } = server.requests;
	await select(app);
	await lookFurther(app);
	await expectContents(app);
	expect(server.requests).toHaveLength(length);
});
