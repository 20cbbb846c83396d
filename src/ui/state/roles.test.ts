import { expect, test } from "vitest";
import { withRole } from "./roles";

test("one file is the image, and one each device; what it takes over is beside it", () => {
	expect(withRole(["image", 1, 2], 1, "image")).toEqual(["beside", "image", 2]);
	expect(withRole(["image", 1, 2], 2, 1)).toEqual(["image", "beside", 1]);
	expect(withRole(["image", "unused", "beside"], 2, "unused")).toEqual([
		"image",
		"unused",
		"unused",
	]);
});
