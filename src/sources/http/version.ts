/**
 * Which version of a remote file an answer belongs to, as far as its headers tell. Servers of
 * other origins often hide ETag; Last-Modified is always visible and steps in.
 */
export interface Version {
	readonly etag?: string;
	readonly lastModified?: string;
	readonly size?: number;
}

/**
 * False only when the headers contradict each other; what is missing on one side proves nothing.
 *
 * | evidence on both sides            | same when                                          |
 * | size                              | equal (nothing can outweigh another size)          |
 * | ETag, both strong                 | equal                                              |
 * | ETag, one or both weak            | equal without `W/`, or Last-Modified is equal      |
 * | no ETag on a side, Last-Modified  | equal                                              |
 *
 * Weak tags get the second chance because servers behind one balancer often make up their own.
 */
export function sameVersion(a: Version, b: Version): boolean {
	if (a.size !== undefined && b.size !== undefined && a.size !== b.size) return false;
	const dated = a.lastModified !== undefined && b.lastModified !== undefined;
	const sameDate = dated && a.lastModified === b.lastModified;
	if (a.etag === undefined || b.etag === undefined) return !dated || sameDate;
	if (opaque(a.etag) === opaque(b.etag)) return true;
	return (isWeak(a.etag) || isWeak(b.etag)) && sameDate;
}

const isWeak = (etag: string): boolean => etag.startsWith("W/");
const opaque = (etag: string): string => (isWeak(etag) ? etag.slice(2) : etag);

/** What is known after another answer of the same version. */
export const mergeVersion = (known: Version, news: Version): Version => ({ ...news, ...known });

/** Text that differs between versions, or undefined when the server tells nothing but a size. */
export function versionKey({ etag, lastModified, size }: Version): string | undefined {
	const tag = etag ?? lastModified;
	return tag === undefined ? undefined : `${tag}/${size ?? ""}`;
}
