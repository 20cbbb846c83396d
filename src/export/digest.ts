/** Digests of the contents of files. */
import { type FailureInfo, isDamage } from "../base/errors";
import type { Finding, Report } from "../base/finding";
import { openFile } from "../erofs/data";
import { checkHoles } from "../erofs/holes";
import type { Image } from "../erofs/image";
import { readInode } from "../erofs/inode";
import { withPassing } from "../erofs/passing";

/** Incremental digest; SHA-256 of whoever runs this. */
export interface Hasher {
	update(bytes: Uint8Array): void;
	hex(): string;
}

/** What is known of the contents of a file when all of it was read, or should have been. */
export interface Digest {
	readonly sha256?: string;
	/** Why there is none. */
	readonly why?: FailureInfo;
	/** What was wrong and did not keep it from being read. */
	readonly findings: readonly Finding[];
}

/**
 * Reads regular files; tells their digests in the order of their inodes.
 * @throws Failure `io` or `cancelled`
 */
export type Digester = (nids: readonly bigint[]) => Promise<readonly Digest[]>;

/** What goes on while contents are read. */
export interface Reading {
	readonly signal?: AbortSignal | undefined;
	/** Called often; what it returns is waited for. */
	readonly breathe?: (() => Promise<void> | undefined) | undefined;
}

/** Reads them here, one after the other. */
export const digester =
	(image: Image, newHasher: () => Hasher, reading: Reading = {}): Digester =>
	(nids) =>
		withPassing(image, async (contents) => {
			const digests: Digest[] = [];
			for (const nid of nids) {
				digests.push(await digestOf({ image, contents, nid }, newHasher(), reading));
			}
			return digests;
		});

interface Contents {
	readonly image: Image;
	/** What contents are read from. */
	readonly contents: Image;
	readonly nid: bigint;
}

async function digestOf(
	{ image, contents, nid }: Contents,
	hasher: Hasher,
	{ signal, breathe }: Reading,
): Promise<Digest> {
	const findings: Finding[] = [];
	const report: Report = (finding) => findings.push(finding);
	try {
		const inode = await readInode(image, nid, undefined, signal);
		const file = await openFile(image, inode, signal, report, contents);
		await checkHoles(file, signal);
		for await (const piece of file.stream(0, inode.size, signal)) {
			hasher.update(piece);
			const pause = breathe?.();
			if (pause) await pause;
		}
		return { sha256: hasher.hex(), findings };
	} catch (error) {
		if (!isDamage(error)) throw error;
		return { why: error.info, findings };
	}
}
