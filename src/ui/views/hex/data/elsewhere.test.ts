import { expect, test } from "vitest";
import { span } from "../../../../base/range";
import { storedIn } from "./elsewhere";

test("contents in contents lead to the bytes of the space that is shown", () => {
	const unit = { start: 0, end: 4096, at: span("image", 8192, 12288), algorithm: 0 };
	const origins = {
		list: [
			{ start: 0, end: 5, at: span("packed", 5, 10), from: { list: [unit] } },
			{ start: 5, end: 9 },
			{ start: 9, end: 12, at: span("image", 100, 103) },
		],
	};
	expect(storedIn(origins, "image")).toEqual([span("image", 8192, 12288), span("image", 100, 103)]);
	expect(storedIn(origins, "packed")).toEqual([span("packed", 5, 10)]);
	expect(storedIn(undefined, "image")).toEqual([]);
});
