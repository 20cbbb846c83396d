/** The details tab: what looks wrong first, then what the inode says. */
import { countText } from "../../../../base/words";
import { useFindingsOf } from "../../../state/findings";
import { FactTable } from "../../../widgets/FactTable";
import { Section } from "../../../widgets/Section";
import type { InodeParts } from "../parts";
import { Attributes } from "./Attributes";
import { Findings } from "./Findings";
import { LinkTarget } from "./LinkTarget";
import { Xattrs } from "./Xattrs";
import "./details.css";

export function Details({ image, detail, path }: InodeParts) {
	const { target, facts, xattrs, structures } = detail;
	const findings = useFindingsOf(image, detail.nid);
	return (
		<div className="details">
			{target && <LinkTarget image={image} path={path} target={target} />}
			{findings.length > 0 && (
				<Section title="Findings" note={countText(findings.length)}>
					<Findings findings={findings} />
				</Section>
			)}
			<div className="details-pair">
				<Section title="Attributes">
					<Attributes detail={detail} />
				</Section>
				<Section title="Stored fields" note={<code>{structures[0]?.key}</code>}>
					<FactTable label="Stored fields" facts={facts} />
				</Section>
			</div>
			<Section title="Extended attributes" note={xattrs.length > 0 && countText(xattrs.length)}>
				{xattrs.length > 0 ? (
					<Xattrs xattrs={xattrs} />
				) : (
					<p className="details-none">This inode has none.</p>
				)}
			</Section>
		</div>
	);
}
