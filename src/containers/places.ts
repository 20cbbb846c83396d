/**
 * Places in wrappers: the file that was opened, its parts, their parts. Each has a chain, the way
 * to it: for every wrapper its word, and the name of the part where it can hold several, as in
 * `sparse/super/system_a`.
 */
import { Failure, isDamage } from "../base/errors";
import type { Finding } from "../base/finding";
import type { ByteSource } from "../base/source";
import { outerSpace, partSpace } from "../base/space";
import { countText } from "../base/words";
import { type Pieces, piecesSource } from "./pieces";
import { EROFS, type Nature, natureOf, recognise } from "./recognise";
import { beginning, type Tools, unitOf } from "./unpack";
import {
	type Contents,
	type Home,
	isPacked,
	type Packed,
	type Part,
	PROBE_HEAD,
	type Wrapper,
} from "./wrapper";

export interface Place extends Home {
	/** Empty for the file that was opened. */
	readonly chain: string;
	/** Further files that belong to the one that was opened. */
	readonly others: readonly Home[];
	/** Byte of the opened file at which it begins, where it lies there in one piece. */
	readonly offset?: number;
	/** Wrappers around it. */
	readonly depth: number;
}

/** Wrappers in wrappers that are looked into. */
const MOST_DEPTH = 10;

export const outerPlace = (source: ByteSource, others: readonly ByteSource[] = []): Place => ({
	chain: "",
	space: outerSpace(),
	source,
	others: others.map((other, i) => ({ space: outerSpace(i + 1), source: other })),
	offset: 0,
	depth: 0,
});

/** @throws Failure when nothing can be said about its parts */
export const openWrapper = (
	wrapper: Wrapper,
	{ space, source, others }: Place,
	{ signal, onProgress }: Tools,
): Promise<Contents> => wrapper.open({ space, source, others, signal, onProgress });

const chainTo = (place: Place, wrapper: Wrapper, { name }: Part): string =>
	[place.chain, wrapper.id, name].filter(Boolean).join("/");

const bytesOf = async ({ bytes }: Part): Promise<Pieces | Packed> =>
	typeof bytes === "function" ? bytes() : bytes;

/** A part as a place of its own; what is packed is unpacked. @throws Failure */
export async function openPart(
	place: Place,
	wrapper: Wrapper,
	part: Part,
	tools: Tools,
): Promise<Place> {
	const chain = chainTo(place, wrapper, part);
	const bytes = await bytesOf(part);
	const common = { chain, space: partSpace(chain), others: [], depth: place.depth + 1 };
	if (isPacked(bytes)) {
		const source = await tools.unpacker.whole(bytes, place.source, chain, tools);
		return { ...common, source };
	}
	const label = `${place.source.label}, ${chain}`;
	const source = piecesSource(bytes, [place, ...place.others], label, (packed, size, signal) =>
		unitOf(tools.unpacker.stream(packed, place.source, signal), size, label),
	);
	return { ...common, source, ...offsetOf(place, bytes) };
}

function offsetOf(place: Place, { list }: Pieces): Pick<Place, "offset"> {
	const [only, more] = list;
	if (place.offset === undefined || only?.kind !== "copy" || only.of !== 0 || more) return {};
	return { offset: place.offset + only.at };
}

/** A line of the list of all that is in a file. */
export interface Entry {
	readonly chain: string;
	/** As its wrapper calls it; empty where that can hold only one. */
	readonly name: string;
	/** `erofs`, the id of a wrapper, or a word for something else. */
	readonly kind: string;
	/** In words that continue “It is …”. */
	readonly what?: string;
	/** Bytes, where known without unpacking. */
	readonly size?: number;
	/** Byte of the opened file at which it begins, where it lies there in one piece. */
	readonly offset?: number;
	readonly detail?: string;
	/** Wrappers around it. */
	readonly depth: number;
	/** Why it cannot be read. */
	readonly trouble?: string;
}

export interface Listing extends Tools {
	/** Told of what is wrong with the wrappers. */
	report(finding: Finding): void;
	/** Also look behind images, for what signs them. */
	readonly tails: boolean;
	/** Entries told at most. */
	readonly most: number;
}

/**
 * Everything in `place`, itself first, parts behind what holds them.
 * @throws Failure when its bytes cannot be had; damage inside is told in the entries
 */
export async function* entriesOf(
	place: Place,
	listing: Listing,
): AsyncGenerator<Entry, void, void> {
	const nature = await recognise(place.source, { signal: listing.signal, tail: listing.tails });
	const { size } = place.source;
	const { chain, depth, offset } = place;
	const own = { chain, name: "", size, depth, ...(offset === undefined ? {} : { offset }) };
	const left = { count: listing.most };
	yield* told(place, nature, { ...own, ...kindOf(nature) }, listing, left);
}

const kindOf = ({ kind, what }: Nature) => ({ kind, ...(what === undefined ? {} : { what }) });

/** An entry, and the parts of what it stands for. */
async function* told(
	place: Place,
	{ wrapper }: Nature,
	entry: Entry,
	listing: Listing,
	left: { count: number },
): AsyncGenerator<Entry, void, void> {
	if (!wrapper || place.depth >= MOST_DEPTH) {
		left.count--;
		yield entry;
		return;
	}
	let contents: Contents;
	try {
		contents = await openWrapper(wrapper, place, listing);
	} catch (error) {
		if (!isDamage(error)) throw error;
		if (error.info.finding) listing.report(error.info.finding);
		left.count--;
		yield { ...entry, trouble: error.message };
		return;
	}
	left.count--;
	yield entry;
	for (const part of contents.parts) {
		if (left.count <= 0) break;
		yield* partEntries(place, wrapper, part, listing, left);
	}
	for (const { findings } of contents.readings) for (const one of findings) listing.report(one);
}

async function* partEntries(
	place: Place,
	wrapper: Wrapper,
	part: Part,
	listing: Listing,
	left: { count: number },
): AsyncGenerator<Entry, void, void> {
	const { name, size, detail } = part;
	const entry = {
		chain: chainTo(place, wrapper, part),
		name,
		depth: place.depth + 1,
		...(size === undefined ? {} : { size }),
		...(detail === undefined ? {} : { detail }),
	};
	try {
		const bytes = await bytesOf(part);
		if (isPacked(bytes)) {
			// Only wrappers are worth being unpacked to be listed.
			const stream = listing.unpacker.stream(bytes, place.source, listing.signal);
			const head = await beginning(stream, PROBE_HEAD);
			const nature = natureOf(head, size ?? head.length);
			if (!nature.wrapper) {
				left.count--;
				yield { ...entry, ...kindOf(nature) };
				return;
			}
		}
		const inner = await openPart(place, wrapper, { ...part, bytes }, listing);
		const { offset, source } = inner;
		const nature = await recognise(source, { signal: listing.signal, tail: listing.tails });
		const own = { ...entry, size: source.size, ...(offset === undefined ? {} : { offset }) };
		yield* told(inner, nature, { ...own, ...kindOf(nature) }, listing, left);
	} catch (error) {
		if (!isDamage(error)) throw error;
		if (error.info.finding) listing.report(error.info.finding);
		left.count--;
		yield { ...entry, kind: "unreadable", trouble: error.message };
	}
}

/** Where a chain led, and what was found to be wrong on the way. */
export interface Reached {
	readonly place: Place;
	readonly findings: readonly Finding[];
}

/**
 * The place that `chain` leads to from `from`. The words of wrappers may be left out.
 * @throws Failure (`no-such-part`) that says what there is, or why it cannot be read
 */
export async function follow(from: Place, chain: string, tools: Tools): Promise<Reached> {
	const findings: Finding[] = [];
	let place = from;
	let rest = chain;
	while (rest !== "") {
		const { kind, what, wrapper } = await recognise(place.source, { ...tools, tail: true });
		const where = place.chain || "The file";
		if (!wrapper) {
			throw noPart(`${where} is ${what ?? "nothing that is known"}: there is no “${rest}” in it.`);
		}
		if (place.depth >= MOST_DEPTH) throw noPart(`${where} lies in too many wrappers.`);
		const contents = await openWrapper(wrapper, place, tools);
		const step = stepInto(contents.parts, kind, rest);
		findings.push(...contents.readings.flatMap((reading) => reading.findings));
		if (!step) {
			// The word alone means the wrapper itself.
			if (rest === kind) return { place, findings };
			throw noPart(`There is no “${rest}” in ${place.chain || "the file"}.`, partsText(contents));
		}
		place = await openPart(place, wrapper, step.part, tools);
		findings.push(...contents.readings.flatMap((reading) => reading.findings));
		rest = step.rest;
	}
	return { place, findings };
}

const noPart = (message: string, hint?: string): Failure =>
	new Failure({ kind: "io", code: "no-such-part", message, ...(hint ? { hint } : {}) });

const MOST_NAMED = 12;

function partsText({ parts }: Contents): string {
	if (parts.length === 0) return "It has no parts.";
	const named = parts.slice(0, MOST_NAMED).map(({ name }) => name || "a single part");
	const more = parts.length - named.length;
	return `There is ${named.join(", ")}${more > 0 ? ` and ${countText(more)} more` : ""}.`;
}

interface Step {
	readonly part: Part;
	readonly rest: string;
}

/** The part that `chain` goes on to: with the word of the wrapper, or without. */
function stepInto(parts: readonly Part[], word: string, chain: string): Step | undefined {
	const behind = cutPrefix(chain, word);
	return (behind === undefined ? undefined : longest(parts, behind)) ?? longest(parts, chain);
}

/** The part with the longest name that `chain` begins with: names may have slashes in them. */
function longest(parts: readonly Part[], chain: string): Step | undefined {
	let best: Step | undefined;
	for (const part of parts) {
		const rest = part.name === "" ? chain : cutPrefix(chain, part.name);
		if (rest !== undefined && (!best || part.name.length > best.part.name.length)) {
			best = { part, rest };
		}
	}
	return best;
}

function cutPrefix(chain: string, word: string): string | undefined {
	if (chain === word) return "";
	return chain.startsWith(`${word}/`) ? chain.slice(word.length + 1) : undefined;
}

export const isImage = ({ kind }: Entry): boolean => kind === EROFS;
