/** `npm run screenshot`: takes docs/screenshot.png from the built site, with a bundled sample. */
import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright";
import { chromiumArgs, ensureChromium } from "./chromium.mjs";
import { serveSite } from "./site.mjs";

const PLACE = "#sample=lz4&path=/diary.txt&view=bytes&at=0x660-0x6a0";
const SIZE = { width: 1280, height: 800 };

const file = fileURLToPath(new URL("../docs/screenshot.png", import.meta.url));
await mkdir(new URL("../docs/", import.meta.url), { recursive: true });

const site = await serveSite();
const browser = await chromium.launch({ executablePath: ensureChromium(), args: chromiumArgs });
const page = await browser.newPage({ viewport: SIZE, colorScheme: "light" });
await page.goto(site.address + PLACE);
await page.getByRole("treegrid", { name: "Files" }).getByText("diary.txt").waitFor();
await page.waitForLoadState("networkidle");
await page.screenshot({ path: file, animations: "disabled" });
await browser.close();
await site.close();
