import { expect, test } from "vitest";
import { Failure } from "../base/errors";
import type { ByteSource } from "../base/source";
import { rootOf } from "../export/tree";
import { BLOCK, crafted, directoryOf } from "../testing/crafted";
import { open } from "./open";
import { run } from "./run";

/** A root with a directory whose block cannot be had. */
async function image() {
	const root = directoryOf(1, 2, 2, () => 4n);
	const inodes = [
		{ nid: 2, size: root.length, raw: 10 },
		{ nid: 4, size: BLOCK, raw: 20 },
	];
	const whole = crafted(2, inodes, new Map([[10, root]]), 32 * BLOCK);
	const source: ByteSource = {
		...whole,
		read: (start, end, signal) => {
			if (end > 20 * BLOCK && start < 21 * BLOCK) {
				throw new Failure({ kind: "io", message: "The drive does not answer." });
			}
			return whole.read(start, end, signal);
		},
	};
	return open(source);
}

test("a check that was stopped says how far it came", async () => {
	const opened = await image();
	const { checked, stopped } = await run(opened, { start: rootOf(opened), level: "contents" });
	expect(stopped?.message).toBe("The drive does not answer.");
	expect(checked).toMatchObject({ complete: false, directories: 2, entries: 1 });
	const why = "The drive does not answer.";
	expect(checked.skipped).toContainEqual({ what: "the rest", why, because: "ended" });
});
