/** Where the bytes go: the map, the lists, what they save, and links to them. */
import { readFileSync } from "node:fs";
import { expect, test } from "./app";
import { expectAccessible } from "./axe";

test("the map by keys and clicks, and a link to what is seen", async ({ app, page }) => {
	await app.start("#sample=lz4&view=space");
	const map = page.getByRole("listbox", { name: /^Map of \/:/ });
	await map.focus();
	await expect(map.getByText("Drawing the map")).toHaveCount(0);
	await page.keyboard.press("Home");
	const tile = map.getByRole("option");
	await expect(tile).toContainText(/on disk, contents .*of size/);
	const first = await tile.textContent();
	// In another size it is drawn anew, and stays where it was.
	const size = page.viewportSize() ?? { width: 0, height: 0 };
	const drawn = () =>
		map.locator("canvas").evaluate((canvas: HTMLCanvasElement) => ({
			width: canvas.clientWidth,
			// As a picture, tiles and names take more than an empty area.
			isPainted: canvas.toDataURL().length > 8000,
		}));
	const { width } = await drawn();
	await page.setViewportSize({ ...size, width: size.width - 200 });
	await expect.poll(drawn).toEqual({ width: width - 200, isPainted: true });
	await expect(tile).toHaveText(first ?? "");
	await page.setViewportSize(size);
	await expect.poll(drawn).toEqual({ width, isPainted: true });
	await page.keyboard.press("ArrowRight");
	await expect(tile).not.toHaveText(first ?? "");
	// A click where a directory's name stands looks into it; the list follows.
	await map.click({ position: { x: 12, y: 8 } });
	await expect(page).toHaveURL(/zoom=\/data/);
	const inside = page.getByRole("listbox", { name: /^Map of \/data:/ });
	const list = page.getByRole("table", { name: "Largest" });
	await expect(list.getByRole("row").nth(1)).toContainText(/^ledger\.bin/);
	await expect(list).not.toContainText("diary.txt");
	await page.getByRole("button", { name: "Contents" }).first().click();
	await page.getByRole("button", { name: "Algorithm" }).click();
	await expect(page.getByRole("list", { name: "Colours of the map" })).toContainText("LZ4");
	await page.reload();
	await expect(inside).toBeVisible();
	await expect(page.getByRole("button", { name: "Algorithm", pressed: true })).toBeVisible();
	await inside.focus();
	await page.keyboard.press("Backspace");
	await expect(map).toBeVisible();
	await expectAccessible(page, "the map");
});

test("lists are sorted, filtered and saved", async ({ app, page }) => {
	await app.start("#sample=lz4&view=space&filter=*.txt");
	const list = page.getByRole("table", { name: "Largest" });
	const first = list.getByRole("row").nth(1);
	await expect(first).toContainText("diary.txt");
	await expect(app.main).toContainText(/\d+ inodes whose names match “\*\.txt”: .*counted once/);
	await list.getByRole("button", { name: "On disk" }).click();
	await expect(list.getByRole("columnheader", { name: "On disk" })).toHaveAttribute(
		"aria-sort",
		"ascending",
	);
	await expect(first).not.toContainText("diary.txt");
	await page.getByRole("tab", { name: "Cost of reading" }).click();
	const cost = page.getByRole("table", { name: "Cost of reading" });
	await expect(cost.getByRole("row").nth(1)).toContainText(/Ki?B/);
	const saved = page.waitForEvent("download");
	await page.getByRole("button", { name: "Save this list" }).click();
	await page.getByRole("menuitem", { name: "As CSV" }).click();
	const text = readFileSync(await (await saved).path(), "utf8");
	expect(text).toMatch(/^path,nid,size,pageRead,pageDecoded,wholeRead\r\n\/.+\.txt,\d+,\d+,/);
	await cost.getByRole("button", { name: "diary.txt" }).click();
	await expect(app.about).toContainText("68,469 bytes");
	await expect(app.about).toContainText(/4 KiB at random: .* read, .* decoded, on average/);
	await page.getByRole("tab", { name: "By group" }).click();
	await page.getByRole("button", { name: "Type", exact: true }).click();
	const sums = page.getByRole("table", { name: "Sums: Type" });
	await expect(sums.getByRole("row", { name: /^directories/ })).toBeVisible();
	await page.getByRole("tab", { name: "Advice" }).click();
	const advice = page.getByRole("list", { name: "What would make it smaller" });
	await expect(advice).toContainText("LZ4");
	await expect(app.main).toContainText(/mkfs\.erofs .*-zlz4hc.* IMAGE SOURCE/);
	await expectAccessible(page, "advice");
});

test("blocks by keys and clicks down to their bytes; histograms; groups as a file", async ({
	app,
	page,
}) => {
	await app.start("#sample=lz4&view=space");
	await page.getByRole("button", { name: "Blocks", exact: true }).click();
	const blocks = page.getByRole("slider", { name: /^Blocks of the image/ });
	await expect(blocks).toHaveAttribute("aria-valuetext", /^block 0: /);
	await blocks.focus();
	await page.keyboard.press("ArrowRight");
	await expect(blocks).toHaveAttribute("aria-valuetext", /^block 1: /);
	await expect(page.getByRole("list", { name: "Colours of the map" })).toContainText("inodes");
	await expectAccessible(page, "the blocks");
	await page.keyboard.press("Enter");
	await expect(page).toHaveURL(/view=bytes.*at=0x1000-0x2000|at=0x1000-0x2000.*view=bytes/);
	await page.goBack();
	await blocks.click({ position: { x: 8, y: 8 } });
	await expect(page).toHaveURL(/at=0x0-0x1000/);
	await page.goBack();
	await test.step("the map of a device, by its menu, down to its bytes", async () => {
		await app.go("#sample=two-devices&view=space");
		await page.getByRole("button", { name: "Blocks", exact: true }).click();
		await app.main.getByRole("button", { name: "Image", exact: true }).click();
		await page.getByRole("menuitem", { name: "Device 1" }).click();
		await expect(page).toHaveURL(/space=device:1/);
		await expect(page.getByRole("button", { name: "Whole device" })).toBeDisabled();
		await expect(blocks).toHaveAttribute("aria-valuetext", /^block 0: /);
		const colours = page.getByRole("list", { name: "Colours of the map" });
		await expect(colours).toContainText("uncompressed contents");
		await expect(colours).not.toContainText("inodes");
		await blocks.click({ position: { x: 8, y: 8 } });
		await expect(page).toHaveURL(/space=device:1.*view=bytes|view=bytes.*space=device:1/);
		await app.go("#sample=lz4&view=space");
	});
	await page.getByRole("tab", { name: "Histograms" }).click();
	const sizes = page.getByRole("table", { name: "Sizes of files" });
	await expect(sizes.getByRole("row", { name: /^64 KiB to under 128 KiB 1 / })).toBeVisible();
	await expectAccessible(page, "histograms");
	await page.getByRole("tab", { name: "By group" }).click();
	const saved = page.waitForEvent("download");
	await page.getByRole("button", { name: "Save this list" }).click();
	await page.getByRole("menuitem", { name: "As CSV" }).click();
	const text = readFileSync(await (await saved).path(), "utf8");
	expect(text).toMatch(/^name,inodes,size,exclusive,shared\r\n\.bin,3,79000,/);
	await page.getByRole("tab", { name: "Sums" }).click();
	const kinds = page.getByRole("table", { name: "Bytes of Image" });
	await expect(kinds.getByRole("row", { name: /^All .*KiB 100 %$/ })).toBeVisible();
	const contents = page.getByRole("table", { name: "Contents of all names" });
	await expect(contents.getByRole("row", { name: /^compressed / })).toBeVisible();
	await page.getByRole("button", { name: "Look inside units" }).click();
	await expect(app.main).toContainText(/ in \d+ units mean nothing/);
	await expectAccessible(page, "sums");
	await page.getByRole("tab", { name: "First boot" }).click();
	await page.getByRole("textbox", { name: "Files that are read" }).fill("/story\n/no/such file");
	await page.getByRole("button", { name: "What do they need?" }).click();
	await expect(app.main).toContainText(/6 inodes|7 inodes/);
	await expect(app.main).toContainText("1 line leads to nothing");
	await expectAccessible(page, "first boot");
});

test("contents are compared when somebody asks; what is in no file is on the map", async ({
	app,
	page,
}) => {
	await app.start("#sample=algorithms&view=space&list=duplicates");
	await page.getByRole("button", { name: "Compare contents" }).click();
	const list = page.getByRole("table", { name: "Duplicates" });
	await expect(list.getByRole("row").nth(1)).toContainText(/ledger\.bin.*10.*4/);
	await expect(app.main).toContainText(/40 have the same contents as another: 10 different ones/);
	await expectAccessible(page, "duplicates");
	await page.getByRole("tab", { name: "Advice" }).click();
	const advice = page.getByRole("list", { name: "What would make it smaller" });
	await expect(advice).toContainText("Store the same contents once");
	const map = page.getByRole("listbox", { name: /^Map of \/:/ });
	await map.focus();
	await page.keyboard.press("Home");
	await expect(map.getByRole("option")).toContainText(/in no file$/);
	await page.keyboard.press("Enter");
	await expect(page.getByRole("slider", { name: /^Blocks of the image/ })).toBeVisible();
});

test("saved questions have answers, by key; a list is saved as JSON", async ({ app, page }) => {
	const first = (name: string) => page.getByRole("table", { name }).getByRole("row").nth(1);
	await test.step("what compresses badly", async () => {
		await app.go("#sample=lz4&view=space");
		await page.getByRole("tab", { name: "Largest" }).focus();
		await page.keyboard.press("ArrowRight");
		await page.keyboard.press("Enter");
		await expect(first("Compresses badly")).toContainText(/^data\/ledger\.bin.*79 %4 KiB$/);
	});

	await test.step("back and forward go through the questions, a link leads to one", async () => {
		const chosen = (name: string) => page.getByRole("tab", { name, selected: true });
		await page.getByRole("tab", { name: "Advice" }).click();
		await page.getByRole("tab", { name: "Sums" }).click();
		await page.goBack();
		await expect(chosen("Advice")).toBeVisible();
		await page.goBack();
		await expect(first("Compresses badly")).toBeVisible();
		await page.goBack();
		await expect(chosen("Largest")).toBeVisible();
		for (let i = 0; i < 3; i++) await page.goForward();
		await expect(chosen("Sums")).toBeVisible();
		await page.reload();
		await expect(chosen("Sums")).toBeVisible();
		await app.view("Summary").click();
		await page.goBack();
		await expect(chosen("Sums")).toBeVisible();
	});

	await test.step("what can be mapped, and where blocks are not full", async () => {
		await app.go("#sample=plain&view=space&list=mappable");
		const mapped = page.getByRole("table", { name: "Can be mapped" });
		await expect(mapped.getByRole("row").filter({ hasText: "data/line.txt" })).toBeVisible();
		await expect(mapped).not.toContainText("line-and-a-bit.txt");
		await page.getByRole("tab", { name: "Slack" }).click();
		await expect(first("Slack")).toContainText(/^pictures\/lamp\.png/);
	});

	await test.step("what is shared; no byte is counted twice in what files have alone", async () => {
		await app.go("#sample=two-devices&view=space&list=shared");
		await expect(first("Most shared")).toContainText("ledger");
		const saved = page.waitForEvent("download");
		await page.getByRole("button", { name: "Save this list" }).click();
		await page.getByRole("menuitem", { name: "As JSON" }).click();
		const rows = JSON.parse(readFileSync(await (await saved).path(), "utf8"));
		expect(rows).toContainEqual({
			path: "/data/ledger-longer.bin",
			nid: "80",
			size: 48_000,
			shared: 36_864,
			alone: 11_136,
			names: 1,
		});
		await expectAccessible(page, "what is shared");
	});
});
