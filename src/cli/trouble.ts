/** Refusals of the file system written to: which of them end everything, and their words. */
import { Failure } from "../base/errors";

const WORDS: Readonly<Record<string, string>> = {
	EACCES: "permission denied",
	EPERM: "permission denied",
	EEXIST: "something of that name is there already",
	ENOENT: "there is no such directory",
	ENOTDIR: "part of the path is not a directory",
	EISDIR: "it is a directory",
	ENAMETOOLONG: "the path is too long for this system",
	EINVAL: "this file system does not take such a name",
	EILSEQ: "this file system does not take such a name",
	EFBIG: "the file is too large for this file system",
	ENOSPC: "the device is full",
	EDQUOT: "the quota is used up",
	EROFS: "the file system is read-only",
	EIO: "the device reports an error",
};

/** After these nothing else can be written either. */
const FATAL = new Set(["ENOSPC", "EDQUOT", "EROFS", "EIO", "EMFILE", "ENFILE"]);

export const isSystemError = (error: unknown): error is NodeJS.ErrnoException =>
	error instanceof Error && "code" in error && "syscall" in error;

export const isFatal = (error: NodeJS.ErrnoException): boolean => FATAL.has(error.code ?? "");

export const reasonText = ({ code, message }: NodeJS.ErrnoException): string =>
	WORDS[code ?? ""] ?? message;

export const unwritable = (path: string, cause: NodeJS.ErrnoException): Failure =>
	new Failure(
		{
			kind: "io",
			code: "file-unwritable",
			message: `${path} cannot be written: ${reasonText(cause)}.`,
		},
		{ cause },
	);
