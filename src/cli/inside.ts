/** Which place in a file is meant: by --in, or because there is only one image in it. */
import { Failure } from "../base/errors";
import type { Finding } from "../base/finding";
import type { Place } from "../containers/near";
import { type Entry, entriesOf, follow, isImage, natureAt } from "../containers/places";
import type { Tools } from "../containers/unpack";

export interface Chosen {
	readonly place: Place;
	/** What is wrong with the wrappers around it. */
	readonly findings: readonly Finding[];
}

/** Entries of a wrapper that are looked at to find the image in it. */
const MOST_ENTRIES = 10_000;
/** Images that are named where there are several. */
const MOST_NAMED = 20;

/**
 * The image in `file`, or `file` itself when it is none and no wrapper: then it is told why it does
 * not open.
 * @param chain of --in; empty when it was not given
 * @throws Failure when there is no such part, or not exactly one image
 */
export async function chooseImage(file: Place, chain: string, tools: Tools): Promise<Chosen> {
	const { place, findings } = await follow(file, chain, tools);
	const { wrapper, what } = await natureAt(place, tools);
	if (!wrapper) return { place, findings };
	const images: Entry[] = [];
	let looked = 0;
	const more: Finding[] = [];
	const report = (finding: Finding) => void more.push(finding);
	const listing = { ...tools, report, tails: false, most: MOST_ENTRIES };
	const details: string[] = [];
	for await (const entry of entriesOf(place, listing)) {
		looked++;
		if (entry.name === "" && entry.detail) details.push(entry.detail);
		if (isImage(entry)) images.push(entry);
	}
	const [image, another] = images;
	if (image && !another && looked < MOST_ENTRIES) {
		const inner = await follow(
			place,
			image.chain.slice(place.chain.length).replace(/^\//, ""),
			tools,
		);
		return { place: inner.place, findings: [...findings, ...inner.findings] };
	}
	const it = place.chain || file.source.label;
	if (!image) {
		const hints = [
			...(looked >= MOST_ENTRIES
				? ["It has more parts than were looked at; name one with --in."]
				: []),
			"“erofs-explorer parts” lists what is in it.",
			...(details.length
				? [`${details.join("; ")}. Where it is split, give its other files with --with.`]
				: []),
			...more
				.filter(({ severity }) => severity === "error")
				.map(({ text }) => text)
				.slice(0, 3),
		];
		throw new Failure({
			kind: "unsupported",
			code: "no-image-inside",
			message: `No EROFS image was found in ${it}, which is ${what}.`,
			hint: hints.join(" "),
		});
	}
	const chains = images.slice(0, MOST_NAMED).map((one) => `\n  --in ${one.chain}`);
	const rest = images.length > MOST_NAMED ? `\n  and ${images.length - MOST_NAMED} more` : "";
	throw new Failure({
		kind: "unsupported",
		code: "several-images",
		message: `${it} is ${what} with several EROFS images. Choose one:${chains.join("")}${rest}`,
	});
}
