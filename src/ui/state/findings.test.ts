import { expect, test } from "vitest";
import type { Finding } from "../../base/finding";
import type { CallOptions, Client } from "../../worker/client";
import type { Found } from "../../worker/protocol";
import { followFindings } from "./findings";

const at = { space: "image", start: 0, end: 4 };
const note: Finding = { code: "a", severity: "note", text: "", at, structure: "s" };
const error: Finding = { ...note, code: "b", severity: "error" };

/** What a page has, of a worker that tells of findings in messages. */
function followed(...messages: readonly Finding[][]): Found {
	let tell: CallOptions<"findings">["onEvent"];
	const call = (_method: string, _params: object, { onEvent }: CallOptions<"findings">) => {
		tell = onEvent;
		return new Promise(() => {});
	};
	const store = followFindings({ call, close() {} } as unknown as Client);
	for (const [more, findings] of messages.entries()) tell?.({ findings, more });
	return store.getState();
}

test("a fault told twice is listed once, the worst first", () => {
	expect(followed([note], [error, note]).findings).toEqual([error, note]);
});

test("one that is told again with its path has it; how many are not listed is as told last", () => {
	const named = { ...note, path: "/a" };
	expect(followed([note], [named])).toEqual({ findings: [named], more: 1, latest: [named] });
	expect(followed([note], [named], [note])).toEqual({ findings: [named], more: 2, latest: [] });
});
