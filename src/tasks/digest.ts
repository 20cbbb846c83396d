/** SHA-256 of the contents of files: a share of a manifest. */
import { type Digest, digester } from "../export/digest";
import type { Task } from "./task";

export interface DigestParams {
	/** Inodes of regular files. */
	readonly nids: readonly bigint[];
}

export const digest: Task<DigestParams, readonly Digest[]> = {
	run: (image, { nids }, { newHasher, signal }) => digester(image, newHasher, signal)(nids),
};
