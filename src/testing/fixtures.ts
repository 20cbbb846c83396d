/** The test images of this repository: one for each layout and feature, and for many kinds of damage. */

import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type BadImage, type GoodImage, readImageSet } from "./image-set";

export const fixturesFolder = fileURLToPath(new URL("./images", import.meta.url));

export const fixtures = readImageSet(fixturesFolder);

/** Small images of files beyond 4 GiB: too long for tests that read every fixture whole. */
export const hugeFixtures = readImageSet(join(fixturesFolder, "huge")).good;

/** A good fixture by name. @throws Error when there is none. */
export const fixture = (name: string): GoodImage => named(fixtures.good, name);

/** A damaged fixture by name. @throws Error when there is none. */
export const badFixture = (name: string): BadImage => named(fixtures.bad, name);

function named<T extends { readonly name: string }>(images: readonly T[], name: string): T {
	const found = images.find((image) => image.name === name);
	if (!found) throw new Error(`no fixture ${name} in ${fixturesFolder}`);
	return found;
}

/** Path of an image after a report from real life, by file name. */
export const caseFile = (name: string): string => join(fixturesFolder, "cases", name);
