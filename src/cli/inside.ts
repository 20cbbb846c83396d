/** Which place in a file is meant: by --in, or because there is only one image in it. */
import { Failure } from "../base/errors";
import { follow, type Reached } from "../containers/chains";
import { onlyImage } from "../containers/choose";
import type { Place } from "../containers/near";
import type { Tools } from "../containers/unpack";

/** Images that are named where there are several. */
const MOST_NAMED = 20;
/** Errors that are told where there is none. */
const MOST_ERRORS = 3;

/**
 * The image in `file`, or `file` itself when it is none and no wrapper: then it is told why it does
 * not open.
 * @param chain of --in; empty when it was not given
 * @throws Failure when there is no such part, or not exactly one image
 */
export async function chooseImage(file: Place, chain: string, tools: Tools): Promise<Reached> {
	const { place, findings } = await follow(file, chain, tools);
	const found = await onlyImage(place, tools);
	if ("place" in found) return { ...found, findings: [...findings, ...found.findings] };
	const { images, what, isMore, details, troubles, findings: more } = found;
	const [image] = images;
	const it = place.chain || file.source.label;
	if (!image) {
		const errors = more.filter(({ severity }) => severity === "error").map(({ text }) => text);
		const hints = [
			...troubles,
			...errors.filter((text) => !troubles.includes(text)).slice(0, MOST_ERRORS),
			...(isMore ? ["It has more parts than were looked at; name one with --in."] : []),
			"“erofs-explorer parts” lists what is in it.",
			...(details.length
				? [`${details.join("; ")}. Where it is made of several files, give the others with --with.`]
				: []),
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
