/** Reading structures with bounds: every read that leaves its container becomes a finding. */
import { corrupt } from "../base/errors";
import type { Finding } from "../base/finding";
import { countText, exactBytes } from "../base/words";
import type { Container } from "./image";

/** What is being read, for the finding when it cannot be. */
export interface About {
	readonly structure: string;
	readonly field?: string;
	readonly nid?: bigint;
}

/** A finding for a structure that lies (partly) outside its container. */
export const beyond = (c: Container, start: number, end: number, about: About): Finding => ({
	code: "beyond-end",
	severity: "error",
	text: `The ${about.structure} lies beyond the end of the ${c.space}: the image is truncated or a pointer is wrong.`,
	at: { space: c.space, start, end },
	seen: `bytes ${countText(start)} to ${countText(end)}`,
	allowed: `within ${exactBytes(c.source.size)}`,
	...about,
});

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
	return c.source.peek?.(start, end) ?? c.source.read(start, end, signal);
}
