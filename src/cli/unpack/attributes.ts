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
	await handle.utimes(timeOf(inode), timeOf(inode));
}

export async function setLinkAttributes(path: Buffer, inode: Inode): Promise<void> {
	if (isRoot) await lchown(path, inode.uid, inode.gid);
	await lutimes(path, timeOf(inode), timeOf(inode));
}

/** Node takes numbers of seconds before 1970 for "now", but not dates. */
const timeOf = ({ mtime, mtimeNsec }: Inode): number | Date =>
	mtime < 0 ? new Date(mtime * 1000 + mtimeNsec / 1e6) : mtime + mtimeNsec / 1e9;
