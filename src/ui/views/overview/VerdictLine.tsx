import { useGroups } from "../../state/groups";
import { Notice } from "../../widgets/Notice";
import { PlaceLink } from "../../widgets/PlaceLink";
import { useVerdict } from "../../widgets/use-verdict";
import type { ViewProps } from "../view";

/** What was found and what that can be relied on for: a line that is always true. */
export function VerdictLine({ image }: ViewProps) {
	const groups = useGroups(image);
	const { found, scope } = useVerdict(image);
	const worst = groups[0]?.cause;
	return (
		<Notice tone={worst?.severity ?? "plain"} title={`${found}.`}>
			{worst && <p>{worst.text}</p>}
			<p className="verdict-scope">
				{scope}{" "}
				<PlaceLink to={{ view: "check" }}>
					{groups.length > 1 ? "See all findings" : worst ? "See the finding" : "More about this"}
				</PlaceLink>
			</p>
		</Notice>
	);
}
