/** The image that is meant where none is named: the only one in a wrapper. */
import type { Finding } from "../base/finding";
import { follow, type Reached } from "./chains";
import { type Entry, entriesOf, isImage } from "./listing";
import type { Place } from "./near";
import { natureAt } from "./places";
import type { Tools } from "./unpack";

/** Entries of a wrapper that are looked at. */
const MOST_ENTRIES = 10_000;

/** Not exactly one image, and what there is. */
export interface Undecided {
	/** In words that continue “It is …”. */
	readonly what: string | undefined;
	readonly images: readonly Entry[];
	/** Set when there is more than was looked at. */
	readonly isMore: boolean;
	/** What wrappers say of what they hold. */
	readonly details: readonly string[];
	readonly findings: readonly Finding[];
}

/**
 * The only image in `place`, or `place` itself when it is no wrapper.
 * @throws Failure when bytes cannot be had
 */
export async function onlyImage(place: Place, tools: Tools): Promise<Reached | Undecided> {
	const { wrapper, what } = await natureAt(place, tools);
	if (!wrapper) return { place, findings: [] };
	const images: Entry[] = [];
	const findings: Finding[] = [];
	const details: string[] = [];
	let looked = 0;
	const report = (finding: Finding) => void findings.push(finding);
	for await (const entry of entriesOf(place, {
		...tools,
		report,
		tails: false,
		most: MOST_ENTRIES,
	})) {
		looked++;
		if (entry.name === "" && entry.detail) details.push(entry.detail);
		if (isImage(entry)) images.push(entry);
	}
	const isMore = looked >= MOST_ENTRIES;
	const [image, another] = images;
	if (!image || another || isMore) return { what, images, isMore, details, findings };
	return follow(place, image.chain.slice(place.chain.length).replace(/^\//, ""), tools);
}
