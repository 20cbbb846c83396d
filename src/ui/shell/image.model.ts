/** What to call an image. */
import type { OpenFile } from "../state/image";

/** The last part of an address; file names stay as they are. */
export function shortName(name: string): string {
	if (!URL.canParse(name)) return name;
	const { pathname, host } = new URL(name);
	const last = pathname.slice(pathname.lastIndexOf("/") + 1);
	try {
		return decodeURIComponent(last) || host;
	} catch {
		return last; // a percent sign that escapes nothing
	}
}

/** The way into a wrapper, as short as it can be told: its last name. */
export const chainName = (chain: string | undefined): string | undefined =>
	chain?.slice(chain.lastIndexOf("/") + 1);

/** Where it comes from, in words. */
export function imageKind({ origin, facts }: Pick<OpenFile, "origin" | "facts">): string {
	if (origin.sample) return "bundled sample";
	return facts.remote ? "remote image, read in parts" : "file on this device";
}
