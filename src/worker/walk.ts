/** The way to a byte, as the page asks for it. */
import type { SpaceId } from "../base/range";
import { parseSpace } from "../base/space";
import type { Walk } from "../walks/step";
import { walkToByte, walkToContents } from "../walks/walk";
import { forReason } from "./reason";
import type { Context } from "./server";
import type { Session } from "./session";

/** Needs to know whose the byte is, unless it is one of contents that have a name. */
export async function walk(
	{ image, known, owners }: Session,
	space: SpaceId,
	offset: number,
	{ signal, progress }: Pick<Context<"walk">, "signal" | "progress">,
): Promise<Walk> {
	const on = forReason(image, "the way to a byte");
	const named = parseSpace(space);
	const path = named?.kind === "file" ? known.pathOf(named.nid) : undefined;
	if (path && !owners.areFound) return walkToContents(on, path, offset, { signal });
	const { ownership } = await owners.join(signal, progress);
	return walkToByte(on, ownership, space, offset, { signal });
}
