/** Which extents are damaged: by the bytes that store them, or by the entry that describes them. */
import type { Finding } from "../../../../base/finding";
import { overlaps, type Span } from "../../../../base/range";
import type { InodeDetail } from "../../../../worker/protocol";
import type { ExtentRow } from "./extents.model";

/** What says where the contents of an inode lie whose extents have no entries of their own. */
const START = "startblk_lo";

/**
 * Tells what is wrong with a row, in words; "" when nothing is known to be.
 * @param findings all of the image, the worst first
 */
export function damageFinder(
	findings: readonly Finding[],
	{ nid, at: home }: Pick<InodeDetail, "nid" | "at">,
): (row: ExtentRow) => string {
	const real = findings.filter(({ severity }) => severity !== "note");
	const own = real.filter((finding) => finding.nid === nid && finding.entry === undefined);
	const touching = (list: readonly Finding[], place: Span) =>
		list.find(({ at }) => at.space === place.space && overlaps(at, place));
	return ({ at, record, kind }) => {
		const found =
			(record && touching(own, { space: home.space, ...record })) ??
			// Stored bytes may be shared: then another file may have met them first.
			(at && touching(real, at)) ??
			(record || kind === "inline" ? undefined : own.find(({ field }) => field === START));
		return found?.text ?? "";
	};
}
