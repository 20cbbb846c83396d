/** Images on a web server: opened in parts, watched, and what is said when the server errs. */
import { fixture } from "../src/testing/fixtures";
import { expect } from "./app";
import { expectAccessible } from "./axe";
import { image, place, test } from "./remote";
import type { FaultQuery } from "./server/faults";

test("an address is opened in parts, and the network panel shows which", async ({
	app,
	page,
	server,
}) => {
	await app.start();
	await page.getByRole("textbox", { name: "Address of an image" }).fill(server.url("a.erofs"));
	await page.getByRole("button", { name: "Open", exact: true }).click();
	await expect(app.row("data")).toBeVisible();
	expect(server.requests.every(({ range }) => range?.startsWith("bytes="))).toBe(true);
	expect(server.preflights).toBe(0);
	const network = await app.panel("Network");
	await expect(network.getByText(server.url("a.erofs"))).toBeVisible();
	await expect(network.getByRole("row", { name: /size and first bytes/ })).toBeVisible();
	expect(server.bytesSent).toBeLessThan(image.length);
	await expectAccessible(page, "the network panel");

	const before = server.bytesSent;
	await app.select("/sparse/hole-mid");
	const inode = await app.show("Files");
	await inode.getByRole("tab", { name: "Preview" }).click();
	await expect(inode).toContainText("Binary data");
	await app.panel("Network");
	await expect(network.getByRole("row", { name: /hole-mid/ }).first()).toBeVisible();
	expect(server.bytesSent).toBeGreaterThan(before);
});

test("a link into a remote image opens it at the place", async ({ app, page, server }) => {
	await app.start(`${place(server.url("a.erofs"))}&path=/data&view=inode`);
	await expect(app.main.getByRole("heading", { name: "data" })).toBeVisible();
	await page.reload();
	await expect(app.main.getByRole("heading", { name: "data" })).toBeVisible();
});

const faults: [string, FaultQuery, RegExp][] = [
	["a missing file", { status: 404 }, /There is no such file on 127\.0\.0\.1/],
	["an expired link", { status: 403 }, /refuses to give this file.*fresh one/s],
	["a login", { status: 401 }, /wants a login/],
	["a web page", { page: true }, /leads to a web page, not to a file/],
	["the wrong part", { shift: 10 }, /another part of the file than we asked for/],
	["compression on the way", { gzip: "whole" }, /compressed or changed on its way/],
	[
		"a refusal to other origins",
		{ noCors: true },
		/does not let other web sites read.*Access-Control-Allow-Origin/s,
	],
];
test("what keeps a remote file from being opened is explained", async ({ app, page, server }) => {
	for (const [what, query, words] of faults) {
		await test.step(what, async () => {
			await app.go();
			await page
				.getByRole("textbox", { name: "Address of an image" })
				.fill(server.url("a.erofs", query));
			await page.keyboard.press("Enter");
			await expect(app.failure).toContainText(words);
		});
	}
	await app.drop(fixture("tiny-plain").file);
	await expect(app.tree).toBeVisible();
});

test("servers without ranges, busy, and cut off", async ({ app, page, server }) => {
	await test.step("a busy server and a cut connection are tried again", async () => {
		await app.go(place(server.url("a.erofs", { status: 503, times: 1 })));
		await expect(app.row("data")).toBeVisible();
		await app.go(place(server.url("a.erofs", { cut: 1000, times: 1 })));
		await expect(app.row("data")).toBeVisible();
	});

	const download = page.getByRole("button", { name: /^Download the whole image/ });
	const noParts: readonly FaultQuery[] = [
		{ noRange: true },
		{ noRange: true, gzip: "whole" },
		{ gzip: "slice" },
		{ shift: 10 },
	];
	await test.step("a server that cannot send parts: the whole file is offered, and then opens", async () => {
		for (const query of noParts) {
			const url = server.url("a.erofs", query);
			await app.go(place(url));
			await expect(app.failure).toContainText(/parts of the file|parts do not fit|another part/);
			await download.click();
			await expect(app.row("data")).toBeVisible();
		}
	});

	await test.step("how much that is, is said in words", async () => {
		await app.go(place(server.url("a.erofs", { noRange: true, etag: "weak" })));
		await expect(app.failure).toContainText("only all of it (249,856 bytes)");
		await expect(download).toContainText("(244 KiB)");
	});

	await test.step("after a reload nothing of it is there: it is offered anew, and leads to the place", async () => {
		const url = server.url("a.erofs", { noRange: true });
		await app.start(`${place(url)}&view=files&path=/sparse/hole-mid`);
		for (const visit of ["first", "second"]) {
			await expect(download, visit).toContainText("(244 KiB)");
			await download.click();
			await expect(app.main.getByRole("heading", { name: "hole-mid" })).toBeVisible();
			await page.reload();
		}
	});

	await test.step("a download that breaks off is begun again, not asked about", async () => {
		const url = server.url("a.erofs", { noRange: true, strict: true });
		await app.go(place(url));
		await expect(download).toBeVisible();
		server.misbehave(url, { status: 404 });
		await download.click();
		await expect(app.failure).toContainText("There is no such file");
		server.misbehave(url, { noRange: true });
		await page.getByRole("button", { name: "Retry" }).click();
		await expect(app.row("data")).toBeVisible();
	});
});

test("opening a slow image can be cancelled", async ({ app, page, server }) => {
	const url = server.url("a.erofs");
	server.hold(url);
	await app.start(place(url));
	await page.getByRole("button", { name: "Cancel" }).click();
	await expect(page.getByRole("button", { name: "Choose files…" })).toBeVisible();
	await app.drop(fixture("tiny-plain").file);
	await expect(app.tree).toBeVisible();
});
