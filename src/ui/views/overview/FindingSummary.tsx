import { useFindings } from "../../state/findings";
import { findingCounts } from "../../widgets/findings.model";
import { Notice } from "../../widgets/Notice";
import { PlaceLink } from "../../widgets/PlaceLink";
import type { ViewProps } from "../view";

/** Nothing when nothing looks wrong; else the worst finding and the way to all of them. */
export function FindingSummary({ image }: ViewProps) {
	const findings = useFindings(image);
	const [worst] = findings;
	if (!worst) return null;
	return (
		<Notice tone={worst.severity} title={`This image has ${findingCounts(findings)}`}>
			<p>
				{worst.text}{" "}
				<PlaceLink to={{ view: "findings" }}>
					{findings.length > 1 ? "See all findings" : "See the finding"}
				</PlaceLink>
			</p>
		</Notice>
	);
}
