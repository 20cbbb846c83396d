/** SHA-256 of the contents of files, made by a pool. */
import type { Pool } from "./pool";

export const digestsBy = (pool: Pool) => ({
	of: (nids: readonly bigint[]) => pool.run("digest", { nids }),
	atOnce: pool.size,
});
