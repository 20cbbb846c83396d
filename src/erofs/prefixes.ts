/**
 * The table of long xattr name prefixes (format section 9.5). It can live on the
 * device, in the metabox or in the packed inode.
 */
import { corrupt, reportOrThrow } from "../base/errors";
import { blame, type Finding, ignoreFindings, type Report } from "../base/finding";
import { roundUp, span } from "../base/range";
import { viewOf } from "../schema/struct";
import { isMissingDevice } from "./devices";
import { fault } from "./faults";
import { containerOf, type Image, type LongPrefix } from "./image";
import { readMeta } from "./read";
import { hasIncompat } from "./structs/features";
import { XATTR_PREFIXES, xattrLongPrefix } from "./structs/xattr";
import { sbField } from "./superblock";

/** Prefixes that e_name_index can tell apart. */
const MOST_NAMED = 128;

export const PREFIXES_ELSEWHERE = "xattr-prefix-elsewhere";

type Prefixes = Pick<Image, "prefixes" | "prefixesElsewhere">;

/** Records up to the first one that is damaged or cannot be had; damage goes to the report. */
export async function readPrefixes(
	image: Image,
	report: Report,
	signal?: AbortSignal,
): Promise<Prefixes> {
	const { xattr_prefix_count: count, xattr_prefix_start: startUnits } = image.superblock;
	// As kernels do: by the count. Where the feature is not declared, a warning says all there is.
	if (count === 0) return { prefixes: [] };
	const tell = hasIncompat(image.facts, "XATTR_PREFIXES") ? report : ignoreFindings;
	const container = containerOf(image, image.facts.prefixSpace);
	if (!container) {
		tell(homeless(image));
		return { prefixes: [] };
	}
	const prefixes: LongPrefix[] = [];
	const about = { structure: xattrLongPrefix.name };
	const first = { ...about, from: sbField("xattr_prefix_start") };
	let cursor = startUnits * 4;
	try {
		for (let i = 0; i < count; i++) {
			const of = i === 0 ? first : about;
			const head = await readMeta(container, cursor, cursor + 3, of, signal);
			const length = viewOf(head).getUint16(0, true);
			const base = head[2] as number;
			const end = cursor + 2 + length;
			if (length < 1 || base >= XATTR_PREFIXES.length) {
				throw corrupt({
					...fault("xattr-prefix-record"),
					seen: `length ${length}, base ${base}`,
					allowed: "length of at least 1, base 0 to 6",
					at: span(container.space, cursor, cursor + 3),
					...about,
				});
			}
			const infix = await readMeta(container, cursor + 3, end, about, signal);
			prefixes.push({ base, infix: infix.slice(), at: span(container.space, cursor, end) });
			cursor = roundUp(end, 4);
		}
	} catch (error) {
		if (isMissingDevice(error)) {
			tell({
				...fault(PREFIXES_ELSEWHERE),
				...sbField("xattr_prefix_start"),
				seen: error.message.replace(/\.$/, ""),
				allowed: "a device that was given",
			});
			return { prefixes, prefixesElsewhere: true };
		}
		// More than attributes can name are no table that was damaged, but a wrong count.
		const blamed: Report =
			count > MOST_NAMED
				? (found) => tell(blame({ ...found, seen: String(count) }, sbField("xattr_prefix_count")))
				: tell;
		reportOrThrow(error, blamed);
	}
	return { prefixes };
}

const homeless = ({ facts: { prefixSpace }, superblock: sb }: Image): Finding => ({
	...fault("xattr-prefix-home"),
	...sbField("xattr_prefix_start"),
	seen: `byte ${sb.xattr_prefix_start * 4} of the ${prefixSpace} inode`,
	allowed: "a place that can be read",
});
