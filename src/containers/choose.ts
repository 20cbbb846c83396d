/** The image that is meant where none is named: the only one in a wrapper. */
import type { Finding } from "../base/finding";
import { follow, type Reached } from "./chains";
import { type Entry, entriesOf, isImage } from "./listing";
import type { Place } from "./near";
import { natureAt } from "./places";
import type { Tools } from "./unpack";

/** Entries of a wrapper that are looked at. */
const MOST_ENTRIES = 10_000;
const MOST_TROUBLES = 3;

/** Not exactly one image, and what there is. */
export interface Undecided {
	/** In words that continue “It is …”. */
	readonly what: string | undefined;
	readonly images: readonly Entry[];
	/** Set when there is more than was looked at. */
	readonly isMore: boolean;
	/** What wrappers say of what they hold. */
	readonly details: readonly string[];
	/** Why parts could not be looked into: of the first few, each reason once. */
	readonly troubles: readonly string[];
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
	const troubles = new Set<string>();
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
		if (entry.trouble && troubles.size < MOST_TROUBLES) troubles.add(entry.trouble);
		if (isImage(entry)) images.push(entry);
	}
	const isMore = looked >= MOST_ENTRIES;
	const [image, another] = images;
	if (!image || another || isMore) {
		return { what, images, isMore, details, troubles: [...troubles], findings };
	}
	return follow(place, image.chain.slice(place.chain.length).replace(/^\//, ""), tools);
}
