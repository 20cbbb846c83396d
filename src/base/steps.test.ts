import { expect, test } from "vitest";
import { atOnce, atPace } from "./steps";

function* steps(): Generator<number, string, void> {
	yield 1;
	yield 2;
	return "done";
}

test("work in steps ends the same at once and at a pace, and can be stopped between them", async () => {
	expect(atOnce(steps())).toBe("done");
	const told: number[] = [];
	expect(await atPace(steps(), {}, (step) => told.push(step))).toBe("done");
	expect(told).toEqual([1, 2]);
	const abort = new AbortController();
	const breathe = async () => abort.abort();
	const stopped = atPace(steps(), { signal: abort.signal, breathe });
	await expect(stopped).rejects.toMatchObject({ info: { kind: "cancelled" } });
});
