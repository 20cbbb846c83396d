/** SHA-256 of the contents of files: a share of a manifest. */
import { Sha256 } from "../base/sha256";
import { type Digest, digester, type Hasher } from "../export/digest";
import type { Task } from "./task";

export interface DigestParams {
	/** Inodes of regular files. */
	readonly nids: readonly bigint[];
}

function ownHasher(): Hasher {
	const hash = new Sha256();
	const hex = (byte: number) => byte.toString(16).padStart(2, "0");
	return {
		update: (bytes) => hash.update(bytes),
		hex: () => Array.from(hash.digest(), hex).join(""),
	};
}

export const digest: Task<DigestParams, readonly Digest[]> = {
	run: (image, { nids }, { newHasher = ownHasher, signal }) =>
		digester(image, newHasher, signal)(nids),
};
