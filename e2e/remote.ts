/** What stories about remote images share: a server of another origin with one image. */
import { readFileSync } from "node:fs";
import { fixture } from "../src/testing/fixtures";
import { type App, test as base, expect } from "./app";
import type { TestServer } from "./server/server";

export const image = readFileSync(fixture("plain-default").file);

interface PerTest {
	/** Fresh for each test: counters at zero, and `a.erofs` as it was. */
	readonly server: TestServer;
}

export const test = base.extend<PerTest>({
	server: async ({ running }, use) => {
		running.reset();
		running.files.set("a.erofs", image);
		await use(running);
	},
	origins: async ({ running }, use) => use([running.origin]),
	// The browser itself reports each request that failed.
	expected: async ({ server: _ }, use) => use([/Failed to load resource|blocked by CORS policy/]),
});

/** The place of a remote image. */
export const place = (url: string) => `#url=${encodeURIComponent(url)}`;

/** Selects a file of `a.erofs`, of which so far only the attributes are fetched. */
export async function select(app: App): Promise<void> {
	const inode = await app.show("Files");
	await inode.getByRole("tab", { name: "Extents" }).click();
	await app.select("/sparse/hole-mid");
	await expect(app.main.getByRole("heading", { name: "hole-mid" })).toBeVisible();
}

/** Looks at the contents of what {@link select} selected. */
export async function lookFurther(app: App): Promise<void> {
	const inode = await app.show("Files");
	await inode.getByRole("tab", { name: "Preview" }).click();
}

/** What is seen once {@link lookFurther} got its bytes. */
export const expectContents = (app: App): Promise<void> =>
	expect(app.main).toContainText("Binary data");
