/** Compression configuration records behind the superblock. */
import { corrupt, reportOrThrow } from "../base/errors";
import type { Report } from "../base/finding";
import { roundUp, span } from "../base/range";
import { IMAGE_SPACE } from "../base/space";
import { check, viewOf } from "../schema/struct";
import { fault } from "./faults";
import type { AlgorithmConfig, Container } from "./image";
import { readMeta } from "./read";
import { configTable } from "./structs/configs";
import type { Facts } from "./structs/facts";
import { ALGORITHMS, algorithmLabel, hasIncompat } from "./structs/features";
import { SB_OFFSET, type Superblock } from "./structs/superblock";
import { superblockSize } from "./superblock";

/** Compression configuration records (format section 4): one per set algorithm bit, ascending. */
export async function readConfigs(
	primary: Container,
	sb: Superblock,
	facts: Facts,
	report: Report,
	signal?: AbortSignal,
): Promise<AlgorithmConfig[]> {
	if (!hasIncompat(facts, "COMPR_CFGS")) return [];
	const list: AlgorithmConfig[] = [];
	let cursor = SB_OFFSET + superblockSize(sb);
	try {
		for (let id = 0; id < 16; id++) {
			if ((facts.algorithms & (1 << id)) === 0) continue;
			const table = configTable(id);
			const about = { structure: table.name };
			const start = roundUp(cursor, 4);
			const head = await readMeta(primary, start, start + 2, about, signal);
			const length = viewOf(head).getUint16(0, true);
			cursor = start + 2 + length;
			if (length < table.size || (length === 0 && id < ALGORITHMS.length)) {
				throw corrupt({
					...fault("cfg-length"),
					text: `The settings record of ${algorithmLabel(id)} is too short; kernels refuse the image.`,
					structure: table.name,
					field: "len",
					seen: String(length),
					allowed: `at least ${table.size}`,
					at: span(IMAGE_SPACE, start, start + 2),
				});
			}
			const payload = await readMeta(primary, start + 2, cursor, about, signal);
			check(
				table,
				{ bytes: payload, offset: 0, space: IMAGE_SPACE, start: start + 2 },
				facts,
				report,
			);
			list.push({ id, at: span(IMAGE_SPACE, start + 2, cursor), payload: payload.slice() });
		}
	} catch (error) {
		reportOrThrow(error, report);
	}
	return list;
}
