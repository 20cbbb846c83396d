/**
 * The main stories in Firefox, over WebDriver BiDi: browsing, saving, checking.
 *
 *   node e2e/firefox.mjs     with FIREFOX_PATH, or firefox-esr as Debian has it
 *
 * Counts are written to the file that FIREFOX_REPORT names. Without Firefox that is said, and no
 * story counts.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, watch, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import puppeteer from "puppeteer-core";
import { serveSite } from "../scripts/site.mjs";

const FIREFOX = process.env.FIREFOX_PATH ?? "/usr/bin/firefox-esr";
const PATIENCE = { timeout: 60_000 };

function report(counts) {
	const file = process.env.FIREFOX_REPORT;
	if (file) writeFileSync(file, JSON.stringify(counts));
}

if (!existsSync(FIREFOX)) {
	console.log(`Firefox is not installed (${FIREFOX}): its stories are not run.`);
	report({ passed: 0, failed: 0 });
	process.exit(0);
}

const downloads = mkdtempSync(join(tmpdir(), "erofs-explorer-firefox-"));
const site = await serveSite();
const browser = await puppeteer.launch({
	browser: "firefox",
	executablePath: FIREFOX,
	headless: true,
	extraPrefsFirefox: {
		"browser.download.folderList": 2,
		"browser.download.dir": downloads,
		"browser.download.always_ask_before_handling_new_types": false,
		"browser.helperApps.neverAsk.saveToDisk": "application/octet-stream,application/x-tar",
	},
});
const page = await browser.newPage();
await page.setViewport({ width: 1280, height: 800 });
let problems = [];
page.on("console", (message) => {
	if (["error", "warn"].includes(message.type())) problems.push(message.text());
});
page.on("pageerror", (error) => problems.push(error.message));

/** Loads the page at a place; a new fragment alone would not. */
async function start(place) {
	await page.goto("about:blank");
	await page.goto(site.address + place);
}
const says = (words) =>
	page.waitForFunction((w) => document.body.textContent.includes(w), PATIENCE, words);

/** Presses what has a role or is a button, and begins with a text. */
async function press(selector, text) {
	const find = (all, start) =>
		[...document.querySelectorAll(all)].find((e) => e.textContent.trim().startsWith(start));
	const handle = await page.waitForFunction(find, PATIENCE, selector, text);
	await handle.asElement().click();
}

/** The bytes of the next file that is saved. */
function saved(name) {
	const file = join(downloads, name);
	return new Promise((resolve, reject) => {
		const look = () => {
			// It is written beside its name until it is whole.
			if (!existsSync(file) || existsSync(`${file}.part`)) return;
			const bytes = readFileSync(file);
			if (bytes.length === 0) return;
			end();
			resolve(bytes);
		};
		const watcher = watch(downloads, look);
		const limit = setTimeout(() => {
			end();
			reject(new Error(`${name} was not saved`));
		}, PATIENCE.timeout);
		const end = () => {
			clearTimeout(limit);
			watcher.close();
		};
		look();
	});
}

const stories = {
	"a sample is opened, and a file read": async () => {
		await start("");
		await press("button", "Compressed with LZ4");
		await says("diary.txt");
		await says("compressed contents");
		await press("[role=row]", "story");
		await says("4-the-press.txt");
		await press("[role=grid] [role=row]", "4-the-press.txt");
		await says("In the workshop stood a press.");
		await page.keyboard.press("F6");
	},
	"places are shown by key, and a link leads to bytes": async () => {
		await start("#sample=lz4&path=/diary.txt&view=bytes&at=0x400-0x480");
		await says("erofs_super_block");
		await page.keyboard.press("4");
		await says("On disk");
		await page.waitForFunction(() => location.hash.includes("view=space"), PATIENCE);
	},
	"a picture is drawn": async () => {
		await start("#sample=modern&path=/pictures/lamp.png&view=files");
		const isDrawn = () => [...document.images].some(({ naturalWidth }) => naturalWidth === 192);
		await page.waitForFunction(isDrawn, PATIENCE);
	},
	"a file is saved as it is": async () => {
		await start("#sample=plain&path=/story/4-the-press.txt&view=files");
		await says("In the workshop stood a press.");
		await press("button", "Download");
		const text = (await saved("4-the-press.txt")).toString();
		if (!text.includes("In the workshop stood a press.")) throw new Error("saved otherwise");
	},
	"a damaged image is checked": async () => {
		await start("#sample=broken&view=check");
		await press("button", "Check contents");
		await says("Not looked for");
		await says("lies beyond the end of the image");
	},
};

let failed = 0;
for (const [name, tell] of Object.entries(stories)) {
	problems = [];
	try {
		await tell();
		if (problems.length > 0) throw new Error(`Firefox complained: ${problems.join("; ")}`);
		console.log(`ok: ${name}`);
	} catch (error) {
		failed++;
		console.log(`failed: ${name}: ${error.message}`);
	}
}
await browser.close();
await site.close();
rmSync(downloads, { recursive: true, force: true });
report({ passed: Object.keys(stories).length - failed, failed });
process.exitCode = failed ? 1 : 0;
