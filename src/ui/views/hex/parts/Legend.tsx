import { Term } from "../../../widgets/Term";
import { ROLE_NAMES, ROLES } from "../model/roles";
import { RoleSign } from "./RoleSign";

/** What the colours and the lines under the bytes mean. */
export const Legend = () => (
	<Term title="Colours and lines" className="hex-wide hex-legend-term" doc={<Signs />}>
		Legend
	</Term>
);

const Signs = () => (
	<dl className="hex-legend">
		{ROLE_NAMES.map((role) => (
			<div key={role}>
				<dt>
					<RoleSign role={role} />
					{ROLES[role].word}
				</dt>
				<dd>{ROLES[role].doc}</dd>
			</div>
		))}
	</dl>
);
