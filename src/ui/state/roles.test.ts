import { expect, test } from "vitest";
import type { OpenFile } from "./image";
import { asChosen, hasRoles, withRole } from "./roles";

test("there is one file for each device; what another takes over is beside the image", () => {
	expect(withRole(["image", 1, 2], 2, 1)).toEqual(["image", "beside", 1]);
	expect(withRole(["image", "unused", "beside"], 2, "unused")).toEqual([
		"image",
		"unused",
		"unused",
	]);
});

test("of a file of a folder can only be said that it is not used", () => {
	const inputs = ["a", "b", "c"].map(
		(name) => ({ kind: "url", url: name, path: `f/${name}` }) as const,
	);
	const roles = asChosen(inputs, ["image", "beside", "unused"]).map(({ role }) => role);
	expect(roles).toEqual([undefined, undefined, "unused"]);
	expect(hasRoles({ inputs } as unknown as OpenFile)).toBe(true);
	const many = Array.from({ length: 201 }, () => inputs[0]);
	expect(hasRoles({ inputs: many } as unknown as OpenFile)).toBe(false);
});

test("another image has other devices, which are found out when it is opened", () => {
	const roles = withRole(["image", 1, "unused", "beside"], 3, "image");
	expect(roles).toEqual([undefined, undefined, "unused", "image"]);
	const inputs = roles.map((_, i) => ({ kind: "url", url: `u${i}`, role: 1 }) as const);
	expect(asChosen(inputs, roles).map(({ role }) => role)).toEqual(roles);
});
