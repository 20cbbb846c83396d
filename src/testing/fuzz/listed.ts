/** Everything that a listing with contents tells of an image. */
import { createHash } from "node:crypto";
import { Failure } from "../../base/errors";
import { Census } from "../../census/census";
import { totalsOf } from "../../census/totals";
import type { Tree } from "../../census/tree";
import type { Image } from "../../erofs/image";
import { manifest } from "../../export/manifest";

/** Contents are hashed where they are not more bytes than these: holes can be endless. */
const MOST_CONTENTS = 4 << 20;

export interface Listed {
	/** By path: its line of the listing. */
	readonly entries: ReadonlyMap<string, string>;
	/** Whether contents were read. */
	readonly hashed: boolean;
	/** Whether the listing came to its end. */
	readonly whole: boolean;
}

/**
 * @param tree all of it, for who has it
 * @throws what is no Failure, and failures that are bugs
 */
export async function listed(image: Image, tree?: Tree): Promise<Listed> {
	const entries = new Map<string, string>();
	let hashed = false;
	try {
		const { size } = totalsOf(tree ?? (await new Census(image).take()));
		hashed = size <= MOST_CONTENTS;
		for await (const entry of manifest(image, hashed ? { newHasher } : {})) {
			const line = JSON.stringify(entry, (_, v) => (typeof v === "bigint" ? `${v}n` : v));
			// A name that is not UTF-8 is shown like others that are not.
			if (entry.path_b64 === undefined) entries.set(entry.path, line);
		}
		return { entries, hashed, whole: true };
	} catch (error) {
		expectFailure(error);
		return { entries, hashed, whole: false };
	}
}

/** Failures of the closed set are answers. @throws everything else */
export function expectFailure(error: unknown): asserts error is Failure {
	if (!(error instanceof Failure) || error.kind === "bug" || error.kind === "cancelled")
		throw error;
}

function newHasher() {
	const hash = createHash("sha256");
	return { update: (bytes: Uint8Array) => void hash.update(bytes), hex: () => hash.digest("hex") };
}
