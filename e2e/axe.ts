/** Accessibility by axe-core, put into the page by the driver: the page's policy lets in no script. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, type Page } from "@playwright/test";
import type { AxeResults } from "axe-core";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Fails with rule, reason and elements of each violation. */
export async function expectAccessible(page: Page, what: string): Promise<void> {
	// A page is built in stages; the view, with the heading, is the last.
	await expect(page.locator("h1").first()).toBeAttached();
	await page.evaluate(source);
	const { violations } = await page.evaluate(() =>
		(window as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
	);
	const found = violations.map(({ id, help, nodes }) => ({
		id,
		help,
		nodes: nodes.map(({ html, failureSummary }) => `${html}\n${failureSummary ?? ""}`),
	}));
	expect(found, `axe on ${what}`).toEqual([]);
}
