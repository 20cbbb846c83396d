/** What a user does with a large image, and what it costs the page. Each gives rows of figures. */
import { basename } from "node:path";

export const OPEN_LARGE = "open a local image of 1 GB, and walk its 100,000 inodes";
export const OPEN_MANY = "open an image of 500,000 inodes, until all of it is filtered by name";
export const WHEEL = "turn the wheel over the bytes, 200 times";
export const DRAG = "drag the scroll bar through 1 GB of bytes";

/** Gives the page a file of this machine; time counts from there. */
async function choose(page, probe, path) {
	const dialog = page.waitForEvent("filechooser");
	await page.getByRole("button", { name: "Choose files…" }).click();
	const chooser = await dialog;
	await probe.start();
	await chooser.setFiles(path);
}

/** Opens a file; ends when its tree shows a row. @returns milliseconds */
async function openFile(page, probe, path) {
	await choose(page, probe, path);
	await page.locator("[role=treegrid] [role=row][aria-rowindex='2']").waitFor();
	return probe.firstRow();
}

/** Scrolls an element from its beginning to its end, one step a frame. */
const scrollElement = (locator, frames) =>
	locator.evaluate(async (element, count) => {
		const frame = () => new Promise((done) => requestAnimationFrame(done));
		const far = element.scrollHeight - element.clientHeight;
		for (let i = 1; i <= count; i++) {
			element.scrollTop = (far * i) / count;
			await frame();
		}
	}, frames);

/** Drags the scroll bar of the hex view from top to bottom. */
async function dragThrough(page, steps) {
	const box = await page.locator(".hex-map-track").boundingBox();
	const x = box.x + box.width / 2;
	await page.mouse.move(x, box.y + 2);
	await page.mouse.down();
	for (let i = 1; i <= steps; i++)
		await page.mouse.move(x, box.y + 2 + ((box.height - 4) * i) / steps);
	await page.mouse.up();
}

async function wheelOn(page, locator, turns) {
	await locator.hover();
	for (let i = 0; i < turns; i++) await page.mouse.wheel(0, 400);
}

/** The walk over the whole tree that follows must not disturb the page either. */
const walked = (page) =>
	page.getByText("Reading the tree").waitFor({ state: "detached", timeout: 300_000 });

export async function openLarge(page, probe, image) {
	const ms = await openFile(page, probe, image);
	await walked(page);
	return { what: OPEN_LARGE, ms, ...(await probe.stop()) };
}

/** A name that one of 500,000 entries has, behind nearly all others. */
const LAST_NAME = "entry-099999";

/** Goes to a place of a local image, and gives the page its file. */
async function goInto(page, probe, { address, image }, place) {
	await page.goto("about:blank");
	await page.goto(`${address}#file=${basename(image)}&${place}`);
	await choose(page, probe, image);
}

/** Opens an image at a place where its tree is filtered; ends when all of it has been looked at. */
export async function openFiltered(page, probe, given) {
	await goInto(page, probe, given, `filter=${LAST_NAME}`);
	const ms = await probe.until("1 match in the whole image.");
	return { what: OPEN_MANY, ms, ...(await probe.stop()) };
}

/** Checks all of an image, contents too. @returns milliseconds */
export async function checkAll(page, probe, given) {
	await goInto(page, probe, given, "view=check");
	const check = page.getByRole("tabpanel", { name: "Check" });
	const button = check.getByRole("button", { name: "Check contents" });
	await button.waitFor();
	await probe.start();
	await button.press("Enter");
	const ms = await probe.until("Not looked for");
	return { ms, ...(await probe.stop()) };
}

/** What a page reads of a file at a time, and how often at once: so it is fastest. */
const SLICE = 4 << 20;
const SLICES = 4;

/** Reads all of a file in a page without anything else. @returns milliseconds */
export async function readAll(page, image) {
	await page.goto("about:blank");
	await page.setContent("<input type='file'>");
	const input = page.locator("input");
	await input.setInputFiles(image);
	return input.evaluate(
		async ({ files: [file] }, [slice, slices]) => {
			const start = performance.now();
			let next = 0;
			const lane = async () => {
				while (next < file.size) {
					const at = next;
					next += slice;
					await file.slice(at, at + slice).arrayBuffer();
				}
			};
			await Promise.all(Array.from({ length: slices }, lane));
			return performance.now() - start;
		},
		[SLICE, SLICES],
	);
}

/** Milliseconds in which what an action sets off has surely been done. */
const SETTLED = 500;

/** What an action costs the main thread, until the page has come to rest. */
async function cost(page, probe, what, act) {
	await probe.start();
	await act();
	await page.waitForTimeout(SETTLED);
	return { what, ...(await probe.stop()) };
}

export async function operateTree(page, probe) {
	const tree = page.getByRole("treegrid", { name: "Files" });
	const filter = page.getByRole("textbox", { name: "Filter the whole image by name" });
	await filter.fill("");
	await tree.getByText("dir000", { exact: true }).waitFor();
	// What one types goes to the name that begins so.
	await tree.press("w");
	await tree.getByText("wide", { exact: true }).waitFor();
	return [
		await cost(page, probe, "open a directory of 100,000 entries", async () => {
			await tree.press("ArrowRight");
			await tree.getByText("entry-000000", { exact: true }).waitFor();
		}),
		await cost(page, probe, "scroll through it, 600 frames", () => scrollElement(tree, 600)),
		await cost(page, probe, "sort it by size", () =>
			tree.getByRole("button", { name: "Contents" }).click(),
		),
		await cost(page, probe, "find 50,000 names among 500,000", async () => {
			await filter.fill("entry-*7");
			await page.getByText(/matches in the whole image|first .* matches/).waitFor();
		}),
	];
}

/** Each view once, over the file that is selected. */
export async function showViews(page, probe) {
	const tabs = page.getByRole("tablist", { name: "Views" });
	const tree = page.getByRole("treegrid", { name: "Files" });
	const rows = [
		await cost(page, probe, "select a file of 20 MB", () =>
			tree.getByText("big.txt", { exact: true }).click(),
		),
	];
	for (const name of ["Bytes", "Summary", "Check", "Files"]) {
		const show = () => tabs.getByRole("tab", { name }).click();
		rows.push(await cost(page, probe, `show the view “${name}”`, show));
	}
	return rows;
}

export async function scrollHex(page, probe) {
	await page.getByRole("tab", { name: "Bytes" }).click();
	const bytes = page.getByRole("application", { name: /^Bytes of / });
	await bytes.waitFor();
	await probe.start();
	await wheelOn(page, bytes, 200);
	const wheel = { what: WHEEL, ...(await probe.stop()) };
	await probe.start();
	await dragThrough(page, 400);
	return [wheel, { what: DRAG, ...(await probe.stop()) }];
}
