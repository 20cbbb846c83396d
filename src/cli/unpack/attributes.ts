/** Owner, mode and time of what was written, as far as this user may set them. */
import { fchmodSync, fchownSync, futimesSync, lchownSync, lutimesSync } from "node:fs";
import type { Inode } from "../../erofs/inode";

/** Who unpacks; systems without users have nobody to give files to. */
interface User {
	readonly uid: number | undefined;
	readonly gid: number | undefined;
}

const me: User = { uid: process.getuid?.(), gid: process.getgid?.() };

/** Only root may give files away. */
const isRoot = me.uid === 0;

const SET_IDS = 0o6000;

/** What cannot be set, with the words of a note about it. */
export const LOSSES = {
	xattrs: ["extended attributes", "only an archive (--tar) can hold them"],
	time: ["times, millions of years away,", "only an archive (--tar) can hold them"],
	owner: ["owners", "only root can set them"],
	setIds: ["set-user-id and set-group-id bits", "only root can set them"],
} as const;

export type Loss = keyof typeof LOSSES;

export function lossesOf(inode: Inode, { uid, gid }: User = me): Loss[] {
	const losses: Loss[] = [];
	if (inode.xattrSize > 0) losses.push("xattrs");
	if (timeOf(inode) === undefined) losses.push("time");
	if (uid === 0) return losses;
	if (inode.uid !== uid || inode.gid !== gid) losses.push("owner");
	if (inode.mode & SET_IDS) losses.push("setIds");
	return losses;
}

/**
 * On an open file or directory, so that no name is followed. A set-user-id bit would mean
 * another user unless the owner is restored too, so then it is left out.
 */
export function setAttributes(fd: number, inode: Inode): void {
	if (isRoot) fchownSync(fd, inode.uid, inode.gid);
	fchmodSync(fd, inode.mode & (isRoot ? 0o7777 : 0o7777 & ~SET_IDS));
	const time = timeOf(inode);
	if (time !== undefined) futimesSync(fd, time, time);
}

export function setLinkAttributes(path: Buffer, inode: Inode): void {
	if (isRoot) lchownSync(path, inode.uid, inode.gid);
	const time = timeOf(inode);
	if (time !== undefined) lutimesSync(path, time, time);
}

/**
 * Node takes numbers of seconds before 1970 for "now", but not dates. Undefined for a time it
 * cannot express: one that dates do not reach, or seconds beyond 2^53.
 */
function timeOf({ mtime, mtimeNsec }: Inode): number | Date | undefined {
	if (typeof mtime === "bigint") return undefined;
	if (mtime >= 0) return mtime + mtimeNsec / 1e9;
	const date = new Date(mtime * 1000 + mtimeNsec / 1e6);
	return Number.isNaN(date.getTime()) ? undefined : date;
}
