/** What the selected inode is: what looks wrong first, then what it says, and how it is stored. */
import { countText } from "../../../../base/words";
import { sumOf, useBelow } from "../../../state/below";
import { useFindingsOf } from "../../../state/findings";
import { FactTable } from "../../../widgets/FactTable";
import { Fold } from "../../../widgets/Fold";
import type { InodeParts } from "../parts";
import { Attributes } from "./Attributes";
import { attributes } from "./attributes.model";
import { Findings } from "./Findings";
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
			<ReadCost image={image} nid={nid} />
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
