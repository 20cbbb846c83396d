/** SHA-256 of the contents of files: a share of a manifest. */
import { sha256 } from "../base/hashes";
import { hexOf } from "../base/text";
import { type Digest, digester, type Hasher } from "../export/digest";
import type { Task } from "./task";

export interface DigestParams {
	/** Inodes of regular files. */
	readonly nids: readonly bigint[];
}

function ownHasher(): Hasher {
	const hash = sha256.create();
	return {
		update: (bytes) => void hash.update(bytes),
		hex: () => hexOf(hash.digest()),
	};
}

export const digest: Task<DigestParams, readonly Digest[]> = {
	run: (image, { nids }, { newHasher = ownHasher, ...reading }) =>
		digester(image, newHasher, reading)(nids),
};
