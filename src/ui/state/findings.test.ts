import { expect, test } from "vitest";
import { Failure } from "../../base/errors";
import type { Finding } from "../../base/finding";
import type { Client } from "../../worker/client";
import { mergeFindings } from "./findings";
import { watchFindings } from "./watch";

const at = { space: "image", start: 0, end: 4 };
const note: Finding = { code: "a", severity: "note", text: "", at, structure: "s" };
const error: Finding = { ...note, code: "b", severity: "error" };

test("a fault found twice is listed once, the worst first", () => {
	expect(mergeFindings([note], [note, error])).toEqual([error, note]);
});

test("answers and failures are heard for the damage they speak of", async () => {
	const answers = [
		async () => ({ findings: [note] }),
		async () => ({ missing: [{ start: 0, end: 1, why: "", finding: error }, { why: "" }] }),
		async () => undefined,
		async () => {
			throw new Failure({ kind: "corrupt", message: "", finding: error });
		},
		async () => {
			throw new Error("of our own");
		},
	];
	const heard: Finding[][] = [];
	for (const answer of answers) {
		const client = { call: answer, close() {} } as unknown as Client;
		const watched = watchFindings(client, (findings) => heard.push([...findings]));
		await watched.call("survey", {}).catch(() => {});
	}
	await Promise.resolve();
	expect(heard).toEqual([[note], [error], [], [error], []]);
});
