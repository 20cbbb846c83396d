/** Where in the open image a breakage has its bytes. */
import { type Alteration, formatAlteration } from "../base/edits";
import { Failure } from "../base/errors";
import type { Image } from "../erofs/image";
import { BREAKAGES } from "./breakages";
import { findSubject } from "./find";
import { Scene } from "./scene";

/** What is to be altered, or what the image would have to have. */
export type Planned =
	| { readonly alteration: Alteration; readonly path: string }
	| { readonly lacks: string };

/** @throws Failure where bytes cannot be had, and for a breakage that does not exist */
export async function planBreakage(
	image: Image,
	id: string,
	signal?: AbortSignal,
): Promise<Planned> {
	const breakage = BREAKAGES.find((each) => each.id === id);
	if (!breakage) {
		const message = "There is no such breakage.";
		throw new Failure({ kind: "io", code: "no-such-breakage", message });
	}
	const subject = await findSubject(image, breakage.wants, signal);
	if (!subject) return { lacks: breakage.wants.what };
	const alteration = await breakage.plan(new Scene(image, subject, signal));
	return formatAlteration(alteration)
		? { alteration, path: subject.path }
		: { lacks: breakage.wants.what };
}
