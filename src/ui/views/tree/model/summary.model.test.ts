import { expect, test } from "vitest";
import { entriesText } from "./summary.model";

const text = (...type: number[]) =>
	entriesText({ count: type.length, type: Uint8Array.from(type) });

test("entries are counted by type", () => {
	expect(text(1, 2, 1, 7)).toBe("4 entries: 2 files, 1 directory, 1 symlink");
	expect(text(2, 2)).toBe("2 entries: 2 directories");
	expect(text(3)).toBe("1 entry: 1 character device");
	expect(text()).toBe("An empty directory.");
});
