/** Decoded values as JSON: 64-bit ids as decimal text, since many readers round numbers. */
export const toJson = (value: unknown, indent?: number): string =>
	JSON.stringify(value, plain, indent);

function plain(_: string, value: unknown): unknown {
	if (typeof value === "bigint") return String(value);
	if (value instanceof Uint8Array) return Buffer.from(value).toString("hex");
	return value;
}
