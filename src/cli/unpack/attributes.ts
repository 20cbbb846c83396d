/** Owner, mode and time of what was written, as far as this user may set them. */
import { type FileHandle, lchown, lutimes } from "node:fs/promises";
import type { Inode } from "../../erofs/inode";

/** Only root may give files away. */
const isRoot = process.getuid?.() === 0;

/**
 * On an open file or directory, so that no name is followed. A set-user-id bit would mean
 * another user unless the owner is restored too, so then it is left out.
 */
export async function setAttributes(handle: FileHandle, inode: Inode): Promise<void> {
	if (isRoot) await handle.chown(inode.uid, inode.gid);
	await handle.chmod(inode.mode & (isRoot ? 0o7777 : 0o777));
	const time = timeOf(inode);
	if (time !== undefined) await handle.utimes(time, time);
}

export async function setLinkAttributes(path: Buffer, inode: Inode): Promise<void> {
	if (isRoot) await lchown(path, inode.uid, inode.gid);
	const time = timeOf(inode);
	if (time !== undefined) await lutimes(path, time, time);
}

/**
 * Node takes numbers of seconds before 1970 for "now", but not dates. Undefined for a time it
 * cannot express: one that dates do not reach, or seconds beyond 2^53.
 */
export function timeOf({ mtime, mtimeNsec }: Inode): number | Date | undefined {
	if (typeof mtime === "bigint") return undefined;
	if (mtime >= 0) return mtime + mtimeNsec / 1e9;
	const date = new Date(mtime * 1000 + mtimeNsec / 1e6);
	return Number.isNaN(date.getTime()) ? undefined : date;
}
