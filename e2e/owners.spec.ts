/**
 * Whose each byte is: at bytes of all kinds of images the page says what the map of the command
 * line says, and no byte goes without a word.
 */
import type { Page } from "@playwright/test";
import { cli, imageWords } from "../src/cli/testing";
import { KIND_WORDS, type OwnerKind } from "../src/ownership/words";
import { fixture } from "../src/testing/fixtures";
import type { TestImage } from "../src/testing/image-set";
import { chance, pick } from "../src/testing/shuffled";
import { expect, strip, test, what } from "./app";

interface Line {
	readonly space: string;
	readonly start: number;
	readonly end: number;
	readonly kind: OwnerKind;
	readonly path?: string;
	readonly nids?: readonly string[];
	readonly detail?: { readonly why?: string };
}

async function linesOf(image: TestImage): Promise<Line[]> {
	const { text } = await cli("map", "--json", ...imageWords(image));
	return text
		.trimEnd()
		.split("\n")
		.map((line) => JSON.parse(line));
}

/** The ways to a byte as `map --at` tells them: the lines behind the first; a reason is indented. */
async function waysTo(image: TestImage, space: string, offset: number): Promise<string[]> {
	const where = ["--at", String(offset), "--space", space];
	const { text } = await cli("map", ...imageWords(image), ...where);
	const lines = text.split("\n").slice(1);
	return lines.slice(0, lines.indexOf("")).filter((line) => !line.startsWith(" "));
}

async function lookAt(page: Page, space: string, offset: number): Promise<void> {
	await page.evaluate(
		([id, at]) => {
			const place = new URLSearchParams(location.hash.slice(1));
			place.set("view", "hex");
			place.set("space", id);
			place.set("at", `0x${at.toString(16)}-0x${(at + 1).toString(16)}`);
			location.hash = place.toString();
		},
		[space, offset] as const,
	);
}

/** Spaces of an image looked at, and bytes of each. */
const SPACES = 3;
const BYTES = 3;

for (const [kind, names] of [
	["plain images", ["plain-default", "xattr-prefix", "chunk-4096-indexes"]],
	["compressed images", ["lz4hc-frag", "zstd-ztail-C65536", "b48-rec8"]],
	["metadata and devices elsewhere", ["metabox-frag", "dirs-zD-zstd", "merged-2layers"]],
] as const) {
	test(`${kind}: the page says of a byte what the map says`, async ({ app, page }) => {
		for (const name of names) {
			await test.step(name, async () => {
				const image = fixture(name);
				const lines = await linesOf(image);
				await app.go();
				await app.drop(image.file, ...image.devices);
				await expect(app.tree).toBeVisible();
				await app.show("Bytes");
				const inspector = page.getByRole("region", { name: "Inspector" });
				const owner = page.getByRole("region", { name: "Whose this byte is" });
				const random = chance(1);
				for (const space of [...new Set(lines.map((line) => line.space))].slice(0, SPACES)) {
					const here = lines.filter((line) => line.space === space);
					for (let i = 0; i < BYTES; i++) {
						const line = here[pick(random, here.length)] as Line;
						const offset = line.start + pick(random, line.end - line.start);
						await lookAt(page, space, offset);
						await expect(strip(page)).toContainText(`0x${offset.toString(16)} `);
						await expect(owner.locator("strong").first()).toHaveText(KIND_WORDS[line.kind].name);
						if (line.path) await expect(owner.getByRole("link", { name: line.path })).toBeVisible();
						if (line.nids) await expect(owner).toContainText(`Shared by ${line.nids.length}`);
						if (line.detail?.why) await expect(inspector).toContainText(line.detail.why);
						const ways = await waysTo(image, space, offset);
						await expect(owner.getByRole("list", { name: "The way to this byte" })).toHaveCount(
							ways.length,
						);
						await expect(what(page)).not.toContainText("No known structure");
					}
				}
			});
		}
	});
}
