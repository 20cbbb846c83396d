/** Compressed units looked at by a pool, and contents hashed, for a check of contents. */
import { FAR_BATCH, type UnitPlaces } from "../checks/decoding";
import type { ContentsHash } from "../checks/digests";
import type { Pool } from "./pool";

export const unitsBy = (pool: Pool): UnitPlaces => ({
	look: (units) => pool.run("decode", { units }),
	atOnce: pool.size,
	batch: FAR_BATCH,
});

export const hashBy =
	(pool: Pool): ContentsHash =>
	async (nid) => {
		const [digest] = await pool.run("digest", { nids: [nid] });
		return digest?.sha256;
	};
