/**
 * Where a symbolic link leads inside the image, walked the way the kernel walks
 * it: links on the way are followed, the last name is not. Paths are in
 * `showName` form and start with "/".
 */

export interface Found {
	readonly nid: bigint;
	readonly isDirectory: boolean;
	/** Target of a symbolic link. */
	readonly target?: string;
}

/** What the image has at a path; undefined when there is nothing. */
export type Look = (path: string) => Promise<Found | undefined>;

export type LinkEnd =
	| { readonly kind: "found"; readonly path: string; readonly nid: bigint }
	/** Nothing at `path`, or something that is no directory where one is needed. */
	| { readonly kind: "dangling"; readonly path: string; readonly why: string }
	| { readonly kind: "loop" };

/** Links followed on the way before giving up, as in Linux (MAXSYMLINKS). */
const MOST_LINKS = 40;

const namesOf = (path: string): string[] => path.split("/").filter((n) => n !== "" && n !== ".");
const pathOf = (names: readonly string[]): string => `/${names.join("/")}`;
const isAbsolute = (path: string): boolean => path.startsWith("/");

/** The directory a link's relative target starts at. */
export const parentPath = (path: string): string => pathOf(namesOf(path).slice(0, -1));

/** @param link the path of the link itself, none of whose directories is a link */
export async function followLink(link: string, target: string, look: Look): Promise<LinkEnd> {
	let at = isAbsolute(target) ? [] : namesOf(link).slice(0, -1);
	const ahead = namesOf(target);
	let links = 0;
	for (let name = ahead.shift(); name !== undefined; name = ahead.shift()) {
		if (name === "..") {
			at.pop();
			continue;
		}
		at.push(name);
		if (ahead.length === 0) break;
		const path = pathOf(at);
		const found = await look(path);
		if (!found) return dangling(path);
		if (found.target !== undefined) {
			if (++links > MOST_LINKS) return { kind: "loop" };
			at = isAbsolute(found.target) ? [] : at.slice(0, -1);
			ahead.unshift(...namesOf(found.target));
		} else if (!found.isDirectory) {
			return { kind: "dangling", path, why: `${path} is no directory` };
		}
	}
	const path = pathOf(at);
	const found = await look(path);
	return found ? { kind: "found", path, nid: found.nid } : dangling(path);
}

const dangling = (path: string): LinkEnd => ({
	kind: "dangling",
	path,
	why: `the image has nothing at ${path}`,
});
