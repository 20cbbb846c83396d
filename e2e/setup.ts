/** Before the first browser test: a Chromium, and the page, built from the sources as they are. */
import { ensureChromium } from "../scripts/chromium.mjs";
import { serveSite } from "../scripts/site.mjs";

/** The workers read the configuration after this, and find here what it needs. */
export default async function setup(): Promise<() => Promise<void>> {
	process.env.CHROMIUM_PATH ??= ensureChromium();
	const site = await serveSite();
	process.env.E2E_ADDRESS = site.address;
	return site.close;
}
