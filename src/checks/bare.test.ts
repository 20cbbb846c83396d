/** A check that keeps no extents, and one that does: what they find is the same. */
import { expect, test } from "vitest";
import { rootOf } from "../export/tree";
import { fixtures } from "../testing/fixtures";
import { openTestImage, type TestImage } from "../testing/image-set";
import { asFile } from "../testing/scanned";
import { run } from "./run";

/** No superblock that could be read. */
const UNOPENED = /^(sb-wrong-magic|truncated-1023)$/;
const images = [...fixtures.good, ...fixtures.bad].filter(({ name }) => !UNOPENED.test(name));

async function checked(fixture: TestImage, options: object) {
	const image = asFile(await openTestImage(fixture));
	return run(image, { start: rootOf(image), level: "contents", ...options });
}

test.each(images)("$name", async (fixture) => {
	let kept: boolean | undefined;
	const onOwners = ({ isRough }: { isRough: boolean }) => {
		kept = !isRough;
	};
	const bare = await checked(fixture, {});
	expect(await checked(fixture, { onOwners })).toEqual(bare);
	expect(kept ?? true).toBe(true);
});
