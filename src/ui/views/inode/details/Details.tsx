/** What the selected inode is: what looks wrong first, then what it says, and how it is stored. */
import { type Finding, findingKey } from "../../../../base/finding";
import { countText } from "../../../../base/words";
import { FT } from "../../../../erofs/structs/dirent";
import { sumOf, useBelow } from "../../../state/below";
import { useFindingsOf } from "../../../state/findings";
import { FactTable } from "../../../widgets/FactTable";
import { Fold } from "../../../widgets/Fold";
import { Notice } from "../../../widgets/Notice";
import { BytesLink } from "../../../widgets/PlaceLink";
import { Term } from "../../../widgets/Term";
import type { InodeParts } from "../parts";
import { type Attribute, attributes } from "./attributes.model";
import { LinkTarget } from "./LinkTarget";
import { ReadCost } from "./ReadCost";
import { Xattrs } from "./Xattrs";
import "./details.css";

export function Details({ image, detail, path }: InodeParts) {
	const { nid, target, xattrs, structures } = detail;
	const findings = useFindingsOf(image, nid);
	const below = useBelow(image);
	const { facts, storage } = attributes(detail, {
		blockSize: image.overview.blockSize,
		below: below && sumOf(below, nid),
	});
	return (
		<div className="details">
			<div className="details-first">
				{target && <LinkTarget image={image} path={path} target={target} />}
				{findings.length > 0 && <Findings findings={findings} />}
				<Attributes rows={facts} />
			</div>
			<Fold title="How it is stored">
				<Attributes rows={storage} />
			</Fold>
			{detail.readable && <ReadCost image={image} nid={nid} isDirectory={detail.type === FT.DIR} />}
			{xattrs.length > 0 && (
				<Fold title="Extended attributes" note={countText(xattrs.length)}>
					<Xattrs xattrs={xattrs} />
				</Fold>
			)}
			<Fold title="Fields on disk" note={<code>{structures[0]?.key}</code>}>
				<FactTable label="Fields on disk" facts={detail.facts} />
			</Fold>
		</div>
	);
}

/** What looks wrong in one inode, each with its bytes. */
const Findings = ({ findings }: { readonly findings: readonly Finding[] }) => (
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

interface AttributesProps {
	readonly rows: readonly Attribute[];
}

/** What an inode says about itself, each attribute explained and with its bytes. */
const Attributes = ({ rows }: AttributesProps) => (
	<dl className="attributes">
		{rows.map(({ label, value, note, doc, about, at, bad }) => (
			<div key={label} className="attribute">
				<dt>
					<Term doc={doc} about={about}>
						{label}
					</Term>
				</dt>
				<dd className="attribute-value">
					{value}
					{note && <small> {note}</small>}
					{bad && <strong> looks wrong</strong>}
				</dd>
				<dd>{at && <BytesLink span={at} what={label} />}</dd>
			</div>
		))}
	</dl>
);
