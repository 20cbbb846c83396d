import type { Finding } from "../base/finding";
import { partSpace } from "../base/space";
import { countText } from "../base/words";
import { Nearby, type Place } from "./near";
import { MOST_DEPTH, natureAt, noPart, opened, openPart, openWrapper, tooDeep } from "./places";
import { EROFS } from "./recognise";
import type { FileInImage, Tools } from "./unpack";
import type { Contents, Part, Parts } from "./wrapper";

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
		const { kind, what, hint, wrapper } = await natureAt(place, { ...tools, tail: true });
		const where = place.chain || "The file";
		if (kind === EROFS && tools.fileIn) {
			if (place.depth >= MOST_DEPTH) throw tooDeep(where);
			const file = await tools.fileIn(place, cutPrefix(rest, EROFS) ?? rest, tools);
			place = fileAsPlace(place, file);
			rest = file.rest;
			continue;
		}
		if (!wrapper) {
			const is = what ?? "nothing that is known";
			throw noPart(`${where} is ${is}: there is no “${rest}” in it.`, hint);
		}
		if (place.depth >= MOST_DEPTH) throw tooDeep(where);
		const contents = await openWrapper(wrapper, place, tools);
		const step = stepInto(contents.parts, kind, rest);
		findings.push(...contents.readings.flatMap((reading) => reading.findings));
		if (!step) {
			// The word alone means the wrapper itself.
			if (rest === kind) return { place, findings };
			throw noPart(`There is no “${rest}” in ${place.chain || "the file"}.`, partsText(contents));
		}
		const told = (finding: Finding) => void findings.push(finding);
		place = await openPart(opened(place, wrapper, contents), step.part, tools, told);
		findings.push(...contents.readings.flatMap((reading) => reading.findings));
		rest = step.rest;
	}
	return { place, findings };
}

function fileAsPlace(image: Place, { source, path }: FileInImage): Place {
	const chain = [image.chain, EROFS, path].filter(Boolean).join("/");
	const near = new Nearby(undefined, image.near);
	return {
		...{ chain, name: path, space: partSpace(chain), source, others: [], near },
		...{ around: image, inImage: true, depth: image.depth + 1 },
	};
}

/** The innermost file of an image that `place` lies in or is, else what was opened. */
export function fileAround(place: Place): Place {
	let file = place;
	while (file.around && !file.inImage) file = file.around;
	return file;
}

/** Chains of the images in which `place` lies, from the innermost on. */
export function imagesAround(place: Place): string[] {
	const chains: string[] = [];
	for (let { around } = fileAround(place); around; { around } = fileAround(around)) {
		chains.push(around.chain);
	}
	return chains;
}

const MOST_NAMED = 12;

function partsText({ parts }: Contents): string {
	if (parts.length === 0) return "It has no parts.";
	const named: string[] = [];
	for (const { name } of parts) {
		if (named.push(name || "a single part") === MOST_NAMED) break;
	}
	const more = parts.length - named.length;
	return `There is ${named.join(", ")}${more > 0 ? ` and ${countText(more)} more` : ""}.`;
}

interface Step {
	readonly part: Part;
	readonly rest: string;
}

/** The part that `chain` goes on to: with the word of the wrapper, or without. */
function stepInto(parts: Parts, word: string, chain: string): Step | undefined {
	const behind = cutPrefix(chain, word);
	return (behind === undefined ? undefined : longest(parts, behind)) ?? longest(parts, chain);
}

/** The part with the longest name that `chain` begins with: names may have slashes in them. */
function longest(parts: Parts, chain: string): Step | undefined {
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
