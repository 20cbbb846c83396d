/**
 * Findings about contents, told of the stored bytes those come from: what is wrong in a directory
 * is wrong somewhere in the image, too.
 */
import { useQuery } from "@tanstack/react-query";
import type { Finding } from "../../../../base/finding";
import type { SpaceId, Span } from "../../../../base/range";
import { parseSpace } from "../../../../base/space";
import type { Origins } from "../../../../worker/protocol";
import { useFindings } from "../../../state/findings";
import { isImage, type OpenFile } from "../../../state/image";

/** Findings asked about: each is a call. */
const MOST = 64;

const NONE: readonly Finding[] = [];

/** Of those that lie in other spaces, told of bytes of this one. */
export function useFindingsElsewhere(file: OpenFile, space: SpaceId): readonly Finding[] {
	const findings = useFindings(file);
	const others = findings.filter(({ at }) => at.space !== space && isContents(at)).slice(0, MOST);
	const { data = NONE } = useQuery<readonly Finding[]>({
		queryKey: [file.key, "findings elsewhere", space, others.map(({ at }) => at)],
		enabled: isImage(file) && others.length > 0,
		placeholderData: (before) => before,
		queryFn: async ({ signal }) => {
			const found: Finding[] = [];
			for (const finding of others) {
				const { space: of, start, end } = finding.at;
				const asked = { space: of, start, end: Math.max(end, start + 1) };
				const { origins } = await file.client.call("origins", asked, { signal });
				for (const at of storedIn(origins, space)) found.push({ ...finding, at });
			}
			return found;
		},
	});
	return others.length > 0 ? data : NONE;
}

function isContents({ space }: Span): boolean {
	const kind = parseSpace(space)?.kind;
	return kind === "file" || kind === "packed" || kind === "metabox";
}

/** The bytes of a space that contents come from, at whatever depth. */
export const storedIn = (origins: Origins | undefined, space: SpaceId): Span[] =>
	(origins?.list ?? []).flatMap(({ at, from }) => [
		...(at?.space === space ? [at] : []),
		...storedIn(from, space),
	]);
