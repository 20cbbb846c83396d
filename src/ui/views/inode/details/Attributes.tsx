/** What an inode says about itself, each attribute explained and with its bytes. */
import { BytesLink } from "../../../widgets/PlaceLink";
import { Term } from "../../../widgets/Term";
import type { Attribute } from "./attributes.model";

interface AttributesProps {
	readonly rows: readonly Attribute[];
}

export const Attributes = ({ rows }: AttributesProps) => (
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
					{note && <small>{note}</small>}
					{bad && <strong>looks wrong</strong>}
				</dd>
				<dd>{at && <BytesLink span={at} what={label} />}</dd>
			</div>
		))}
	</dl>
);
