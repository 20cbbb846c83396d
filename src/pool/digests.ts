/** SHA-256 of the contents of files, made by a pool. */
import type { ContentsHash } from "../checks/digests";
import type { Pool } from "./pool";

export const digestsBy = (pool: Pool) => ({
	of: (nids: readonly bigint[]) => pool.run("digest", { nids }),
	atOnce: pool.size,
});

/** For a check of contents. */
export const hashBy =
	(pool: Pool): ContentsHash =>
	async (nid) => {
		const [digest] = await pool.run("digest", { nids: [nid] });
		return digest?.sha256;
	};
