/** Compressed units decoded by a pool, and contents hashed, for a check of contents. */
import type { UnitPlaces } from "../checks/decoding";
import type { ContentsHash } from "../checks/digests";
import type { Pool } from "./pool";

export const unitsBy = (pool: Pool): UnitPlaces => ({
	decode: (files) => pool.run("decode", { files }),
	atOnce: pool.size,
});

export const hashBy =
	(pool: Pool): ContentsHash =>
	async (nid) => {
		const [digest] = await pool.run("digest", { nids: [nid] });
		return digest?.sha256;
	};
