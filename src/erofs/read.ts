/** Reading structures with bounds: every read that leaves its container becomes a finding. */
import { corrupt } from "../base/errors";
import { type About, beyond } from "../base/resident";
import type { Container } from "./image";

/**
 * Bytes [start, end) of a container.
 * @throws Failure `corrupt` when they are not all inside it, `io`/`cancelled` from the source.
 */
export async function readMeta(
	c: Container,
	start: number,
	end: number,
	about: About,
	signal?: AbortSignal,
): Promise<Uint8Array> {
	if (!(start >= 0 && start <= end && end <= c.source.size)) {
		throw corrupt(beyond(c, start, end, about));
	}
	const { source } = c;
	const bytes = source.peek?.(start, end) ?? source.readNow?.(start, end);
	return bytes ?? source.read(start, end, signal);
}
