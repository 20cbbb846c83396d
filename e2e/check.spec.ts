/** The check of a whole image in the page: what it finds, what it looked at, and that it stops. */
import { badFixture, fixture } from "../src/testing/fixtures";
import { expect, test } from "./app";
import { place, test as remote } from "./remote";

test("a check says what it looked at, and leaves the focus in the view", async ({ app, page }) => {
	await test.step("a check that ends leaves the focus in the view, not nowhere", async () => {
		await app.go("#sample=lz4&view=findings");
		const findings = page.getByRole("tabpanel", { name: "Check" });
		await findings.getByRole("button", { name: "Check contents" }).press("Enter");
		await expect(findings).toContainText("Not looked for");
		await expect(app.main).toBeFocused();
	});

	await test.step("a check of contents finds what only decoding shows, and says what it looked at", async () => {
		await app.go();
		await app.drop(badFixture("lz4-offset-zero").file);
		const findings = await app.show("Check");
		const parts = findings.getByRole("list", { name: "What was checked" }).getByRole("listitem");
		await findings.getByRole("button", { name: "Check all structures" }).click();
		await expect(parts.nth(2)).toContainText(/checked \d+ attributes?, \d+ extents?/);
		await expect(parts.nth(3)).toContainText("not checked");
		await findings.getByRole("button", { name: "Check contents" }).click();
		await expect(parts.nth(3)).toContainText(/checked \d+ compressed units?/);
		await expect(parts.nth(4)).toContainText("Not looked for");
		await expect(findings).toContainText("LZ4 data is damaged");
		await expect(findings.getByRole("button", { name: /^Check/ })).toHaveCount(0);
		await app.show("Summary");
		await expect(app.main).toContainText("1 error.");
		await expect(app.main).not.toContainText("Not checked:");
	});

	await test.step("inodes that could not be read are not said to be checked", async () => {
		await app.go();
		await app.drop(badFixture("dirent-nid-beyond").file);
		await expect(app.main).toContainText("1 more has a name and could not be read");
		await expect(app.main).not.toContainText(/Checked: [^.]*directories and inodes/);
	});

	await test.step("without a device no part is said to be checked as a whole", async () => {
		await app.go();
		await app.drop(fixture("blobdev-48bit").file);
		const findings = await app.show("Check");
		await findings.getByRole("button", { name: "Check contents" }).click();
		await expect(findings).toContainText(/in part .* not all could be looked at/);
		await expect(findings).toContainText(/Passed over.*devices?:/s);
	});
});

remote("a check stops when told to, and can be begun again", async ({ app, server }) => {
	const url = server.url("a.erofs");
	await app.start(place(url));
	const findings = await app.show("Check");
	const release = server.hold(url);
	await findings.getByRole("button", { name: "Check contents" }).press("Enter");
	await findings.getByRole("button", { name: "Stop" }).press("Enter");
	await expect(findings.getByRole("status")).toContainText("The check was stopped");
	await expect(findings).not.toContainText("Not looked for");
	release();
	await findings.getByRole("button", { name: "Check contents" }).press("Enter");
	await expect(findings).toContainText("Not looked for");
	await expect(findings).toContainText("6 notes.");
});

test("on a phone the selected finding stays in sight above what is said of it", async ({
	app,
	page,
}) => {
	await page.setViewportSize({ width: 390, height: 844 });
	await app.start("#sample=broken&view=check");
	await expect(app.main.getByRole("treegrid", { name: "Findings" })).toBeVisible();
	await page.keyboard.press("F8");
	await expect(page.getByRole("region", { name: "Panel", exact: true })).toBeVisible();
	await expect(app.main.getByRole("row", { selected: true })).toBeInViewport({ ratio: 0.9 });
});

test("findings that come later leave those that are there apart from one another", async ({
	app,
	page,
}) => {
	await page.setViewportSize({ width: 1024, height: 768 });
	await app.start("#sample=broken&view=check");
	const findings = page.getByRole("tabpanel", { name: "Check" });
	const rows = findings.getByRole("treegrid", { name: "Findings" }).getByRole("row");
	await expect(rows.nth(1)).toBeVisible();
	await findings.getByRole("button", { name: "Check contents" }).click();
	await expect(findings).toContainText("Not looked for");
	const overlaps = () =>
		rows.evaluateAll((all) => {
			const boxes = all.map((row) => row.getBoundingClientRect()).sort((a, b) => a.top - b.top);
			return boxes.filter(({ top }, i) => i > 0 && top < (boxes[i - 1]?.bottom ?? 0) - 1).length;
		});
	await expect.poll(overlaps).toBe(0);
});

test("what is there can be checked alone, and nothing else", async ({ app, page }) => {
	await app.start("#sample=lz4&view=check&path=/nowhere/at-all");
	const findings = page.getByRole("tabpanel", { name: "Check" });
	await expect(app.tree).toContainText("diary.txt");
	await expect(findings.getByRole("button", { name: "Check contents" })).toBeVisible();
	await expect(app.about).toContainText("The path does not exist");
	await expect(findings).not.toContainText("One file or directory");
	await app.select("/diary.txt");
	await app.show("Check");
	await findings.getByRole("button", { name: "Check this alone" }).click();
	await expect(findings).toContainText("checked /diary.txt, 1 inode with contents");
});

test("the next finding, its bytes, what is left of its file, and a report of all", async ({
	app,
	page,
}) => {
	await app.start();
	await app.drop(badFixture("lz4-offset-zero").file);
	await app.select("/rep");
	const findings = await app.show("Check");
	await findings.getByRole("button", { name: "Check this alone" }).click();
	await expect(findings).toContainText("checked /rep, 1 inode with contents");
	await findings.getByRole("combobox", { name: "Grouped" }).selectOption("by rule");
	await expect(findings.getByRole("row", { expanded: true })).toContainText("z-decode");
	await page.keyboard.press("F8");
	const bytes = findings.getByRole("region", { name: "Bytes of the field" });
	await expect(bytes).toContainText("00007000");
	await expect(app.about).toContainText(/\d+ bytes are lost\. The other [\d,]+ bytes/);

	const files: string[] = [];
	page.on("download", (file) => files.push(file.suggestedFilename()));
	await app.about.getByRole("button", { name: "Save what can be read" }).click();
	await page.getByRole("menuitem", { name: /^With zeros/ }).click();
	await expect.poll(() => files).toEqual(["rep", "rep.lost.txt"]);
	await findings.getByRole("button", { name: "Report" }).click();
	await page.getByRole("menuitem", { name: "As JSON" }).click();
	await expect.poll(() => files.at(-1)).toBe("lz4-offset-zero.erofs.check.json");
	await expect(page.getByRole("contentinfo").getByRole("button", { name: /^Jobs/ })).toHaveText(
		/^Jobs ?done$/,
	);

	const search = findings.getByRole("searchbox");
	await search.fill("no such rule");
	await expect(findings.getByRole("row")).toHaveCount(0);
	await expect(findings).toContainText("No finding is like that");
	await search.fill("rep");
	await bytes.getByRole("link", { name: "Open in Bytes" }).click();
	await expect(page).toHaveURL(/view=bytes.*at=0x7000-0x8000/);
});

test("on paper the list of findings is whole, and light", async ({ app, page }) => {
	await page.emulateMedia({ colorScheme: "dark" });
	await app.start();
	await app.drop(badFixture("truncated-half").file);
	const findings = await app.show("Check");
	await findings.getByRole("button", { name: "Check contents" }).click();
	await expect(findings).toContainText("Not looked for");
	await findings.getByRole("combobox", { name: "Grouped" }).selectOption("by rule");
	const grid = findings.getByRole("treegrid", { name: "Findings" });
	const all = Number(await grid.getAttribute("aria-rowcount"));
	expect(all).toBeGreaterThan(2 * (await grid.getByRole("row").count()));
	await page.emulateMedia({ media: "print" });
	await expect(grid.getByRole("row")).toHaveCount(all);
	await expect(page.getByRole("contentinfo")).toBeHidden();
	const fits = await grid.getByRole("row").evaluateAll((rows) => {
		const boxes = rows.map((row) => row.getBoundingClientRect());
		return boxes.every(({ top }, i) => i === 0 || top >= (boxes[i - 1]?.bottom ?? 0) - 1);
	});
	expect(fits).toBe(true);
	const text = await grid.evaluate((element) => getComputedStyle(element).color);
	expect(text).toBe("rgb(23, 33, 31)");
	await page.emulateMedia({ media: "screen" });
	await expect(page.getByRole("contentinfo")).toBeVisible();
});
