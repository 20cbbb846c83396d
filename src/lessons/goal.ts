/** Where in the open image there is something that a way of the list leads to. */
import { Failure } from "../base/errors";
import type { WalkTo } from "../base/way";
import type { Image } from "../erofs/image";
import { findSubject } from "./find";
import { Scene } from "./scene";
import { WAYS } from "./ways";

/** What it leads to, or what the image would have to have. */
export type FoundGoal = { readonly to: WalkTo } | { readonly lacks: string };

/** @throws Failure where bytes cannot be had, and for a way that does not exist */
export async function findGoal(image: Image, id: string, signal?: AbortSignal): Promise<FoundGoal> {
	const way = WAYS.find((each) => each.id === id);
	if (!way) {
		throw new Failure({ kind: "io", code: "no-such-way", message: "There is no such way." });
	}
	const subject = await findSubject(image, way.wants, signal);
	return subject
		? { to: await way.to(new Scene(image, subject, signal)) }
		: { lacks: way.wants.what };
}
