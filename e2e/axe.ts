/** Accessibility by axe-core, put into the page by the driver: the page's policy lets in no script. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, type Page } from "@playwright/test";
import type { RunOptions } from "axe-core";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What the theme has a part in. The other rules look at what is the same in both. */
const COLOURS = ["color-contrast", "link-in-text-block"];

/** Fails with rule, reason and elements of each violation, in both themes. */
export async function expectAccessible(page: Page, what: string): Promise<void> {
	// A page is built in stages; the view, with the heading, is the last.
	await expect(page.locator("h1").first()).toBeAttached();
	if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(source);
	for (const [colorScheme, rules] of [["light"], ["dark", COLOURS]] as const) {
		await page.emulateMedia({ colorScheme });
		expect(await violations(page, rules), `axe on ${what}, ${colorScheme}`).toEqual([]);
	}
	await page.emulateMedia({ colorScheme: null });
}

/** Whatever else axe has to say would be megabytes, so it stays in the page. */
const violations = (page: Page, rules?: readonly string[]): Promise<unknown[]> =>
	page.evaluate(async (only) => {
		const options: RunOptions = {
			resultTypes: ["violations"],
			...(only ? { runOnly: [...only] } : {}),
		};
		const found = await window.axe.run(options);
		return found.violations.map(({ id, help, nodes }) => ({
			id,
			help,
			nodes: nodes.map(({ html, failureSummary }) => `${html}\n${failureSummary ?? ""}`),
		}));
	}, rules);

declare global {
	interface Window {
		readonly axe: typeof import("axe-core");
	}
}
