/** What looks wrong in one inode, each with its bytes. */
import { type Finding, findingKey } from "../../../../base/finding";
import { Notice } from "../../../widgets/Notice";
import { BytesLink } from "../../../widgets/PlaceLink";

export const Findings = ({ findings }: { readonly findings: readonly Finding[] }) => (
	<div className="details-findings">
		{findings.map((finding) => (
			<Notice key={findingKey(finding)} tone={finding.severity} title={finding.text}>
				<p className="details-facts">
					<code>
						{finding.structure}
						{finding.field && `.${finding.field}`}
					</code>
					{finding.seen !== undefined && <span>found {finding.seen}</span>}
					{finding.allowed !== undefined && <span>expected {finding.allowed}</span>}
					<span>
						at <BytesLink span={finding.at} what={finding.field ?? finding.structure} />
					</span>
				</p>
			</Notice>
		))}
	</div>
);
