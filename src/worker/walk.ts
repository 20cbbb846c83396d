/** Ways, as the page asks for them. */
import type { SpaceId } from "../base/range";
import { parseSpace } from "../base/space";
import { nameBytes } from "../base/text";
import type { AlongPath, ByteOfSpace, WalkTo } from "../base/way";
import { UNREAD } from "../ownership/kinds";
import type { Ownership } from "../ownership/ownership";
import type { Walk } from "../walks/step";
import { walkToAttribute, walkToByte, walkToContents, walkToPath } from "../walks/walk";
import type { Context } from "./method";
import { forReason } from "./reason";
import type { Session } from "./session";

type Going = Pick<Context, "signal" | "progress">;

export const walk = (session: Session, to: WalkTo, going: Going): Promise<Walk> =>
	"path" in to ? alongPath(session, to, going.signal) : toByte(session, to, going);

async function alongPath(
	session: Session,
	{ path, byte, xattr }: AlongPath,
	signal: AbortSignal,
): Promise<Walk> {
	const image = forReason(session.image, "a way along names");
	const options = { signal, owners: await knownOwners(session, signal) };
	const names = nameBytes(path);
	if (byte !== undefined) return walkToContents(image, names, byte, options);
	return xattr === undefined
		? walkToPath(image, names, options)
		: walkToAttribute(image, names, nameBytes(xattr), options);
}

/** Nobody waits for them: without them it is only not seen that two own the same bytes. */
const knownOwners = async ({ owners }: Session, signal: AbortSignal) =>
	owners.areFound ? owners.sofar(signal) : undefined;

/** Goes by what is known so far; only where that does not tell whose the byte is, all owners are found. */
async function toByte(
	{ image, known, owners }: Session,
	{ space, offset }: ByteOfSpace,
	{ signal, progress }: Going,
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
