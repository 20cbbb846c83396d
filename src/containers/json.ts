/** JSON in wrappers: read whole, and taken apart without trusting any of it. */
import { corrupt } from "../base/errors";
import type { Span } from "../base/range";
import { exactBytes } from "../base/words";
import type { Reading } from "./reading";

/** Bytes of a document; an index of thousands of images is smaller. */
const MOST_BYTES = 4 << 20;

const DOCUMENT = { key: "json", role: "text", doc: "Text in JSON." } as const;

/** @throws Failure `corrupt` when it is none, or too long */
export async function readJson(reading: Reading): Promise<unknown> {
	const { size, home } = reading;
	const refuse = (text: string, seen?: string) =>
		corrupt({
			...{ code: "json", severity: "error", text, structure: "JSON" },
			at: { space: home.space, start: 0, end: size },
			...(seen === undefined ? {} : { seen, allowed: `at most ${exactBytes(MOST_BYTES)}` }),
		});
	if (size > MOST_BYTES) throw refuse("The JSON is longer than is read.", exactBytes(size));
	const bytes = await reading.step(() => reading.slice(DOCUMENT, 0, size));
	try {
		return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
	} catch {
		throw refuse("This is no JSON, or it is cut off.");
	}
}

/** Where a document says something that it says once; all of it where it is not found. */
export const placeIn = (reading: Reading, words: string): Promise<Span> =>
	reading.step(() => {
		const { bytes, size, home } = reading;
		const text = new TextDecoder("latin1").decode(bytes.slice(0, size));
		const found = text.indexOf(words);
		const [start, end] = found < 0 ? [0, size] : [found, found + words.length];
		return { space: home.space, start, end };
	});

export const member = (of: unknown, key: string): unknown =>
	typeof of === "object" && of !== null && Object.hasOwn(of, key)
		? (of as Record<string, unknown>)[key]
		: undefined;
export const asText = (value: unknown): string | undefined =>
	typeof value === "string" ? value : undefined;
export const asCount = (value: unknown): number | undefined =>
	typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
export const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
