/** What to call an image. */
import type { FileFacts } from "../../worker/protocol";
import type { OpenFile } from "../state/image";

/** The last part of an address; file names stay as they are. */
export function shortName(name: string): string {
	if (!URL.canParse(name)) return name;
	const { pathname, host } = new URL(name);
	const last = lastName(pathname);
	try {
		return decodeURIComponent(last) || host;
	} catch {
		return last; // a percent sign that escapes nothing
	}
}

/** Without the folders, wrappers or archives in front of it. */
export const lastName = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

/** Digests as names need not be told in full. */
export const withShortDigests = (name: string): string =>
	name.replace(/[0-9a-f]{32,}/g, (digits) => `${digits.slice(0, 12)}…`);

/** What to call what is open: of a part of a wrapper the part, if it has a name there. */
export const openName = ({ name, part }: Pick<FileFacts, "name" | "part">): string =>
	part === undefined ? shortName(name) : lastName(part);

/** Where it comes from, in words. */
export function imageKind({ origin, facts }: Pick<OpenFile, "origin" | "facts">): string {
	if (origin.sample) return "bundled sample";
	return facts.remote ? "remote image, read in parts" : "file on this device";
}
