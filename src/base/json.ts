import { hexOf } from "./text";

/** Decoded values as JSON. What numbers do not hold exactly is decimal text, as are 64-bit ids. */
export const toJson = (value: unknown, indent?: number): string =>
	JSON.stringify(value, plain, indent);

function plain(_: string, value: unknown): unknown {
	if (typeof value === "bigint") return String(value);
	if (value instanceof Uint8Array) return hexOf(value);
	return value;
}
