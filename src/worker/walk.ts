/** The way to a byte, as the page asks for it. */
import type { SpaceId } from "../base/range";
import { parseSpace } from "../base/space";
import { UNREAD } from "../ownership/kinds";
import type { Ownership } from "../ownership/ownership";
import type { Walk } from "../walks/step";
import { walkToByte, walkToContents } from "../walks/walk";
import { forReason } from "./reason";
import type { Context } from "./server";
import type { Session } from "./session";

/** Goes by what is known so far; only where that does not tell whose the byte is, all owners are found. */
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
	const sofar = await owners.sofar(signal);
	const ownership = (await tells(sofar, space, offset, signal))
		? sofar
		: (await owners.join(signal, progress)).ownership;
	return walkToByte(on, ownership, space, offset, { signal });
}

async function tells(
	ownership: Ownership,
	id: SpaceId,
	offset: number,
	signal: AbortSignal,
): Promise<boolean> {
	const space = await ownership.space(id, { signal });
	if (!space || offset < 0 || offset >= space.shape.size) return false;
	return (await space.at(offset, { signal })).kind !== UNREAD;
}
