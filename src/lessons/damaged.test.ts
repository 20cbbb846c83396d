/** Every step on every damaged image: it is told, it says what it lacks, or it says what is damaged. */
import { expect, test } from "vitest";
import { isDamage } from "../base/errors";
import { readCorpus } from "../testing/corpus";
import { fixtures } from "../testing/fixtures";
import { openTestImage } from "../testing/image-set";
import { LESSONS } from "./index";
import { tellStep } from "./play";
import { faultsOf } from "./playing.fixture";

const steps = LESSONS.flatMap(({ id, steps }) => steps.map((_, step) => ({ lesson: id, step })));

test.each([...fixtures.bad, ...(readCorpus()?.bad ?? [])])("$name", async (bad) => {
	const image = await openTestImage(bad).catch(() => undefined);
	if (!image || image.trouble) return;
	for (const at of steps) {
		try {
			const told = await tellStep(image, { ...at, own: true });
			if ("telling" in told)
				expect({ at, faults: faultsOf(told.telling) }).toEqual({ at, faults: [] });
			else expect(told.lacks.length).toBeGreaterThan(5);
		} catch (error) {
			expect({ at, why: isDamage(error) || String(error) }).toEqual({ at, why: true });
		}
	}
});
