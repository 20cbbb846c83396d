/** Compressed units decoded by a pool, for a check of contents. */
import type { UnitPlaces } from "../checks/decoding";
import type { Pool } from "./pool";

export const unitsBy = (pool: Pool): UnitPlaces => ({
	decode: (files) => pool.run("decode", { files }),
	atOnce: pool.size,
});
