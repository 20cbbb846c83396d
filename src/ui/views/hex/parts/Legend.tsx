/** What colours, lines and textures mean: a row under the bytes, which stays until it is put away. */
import { usePrefs } from "../../../state/prefs";
import { OwnerSign } from "../../../widgets/OwnerSign";
import { GROUP_WORDS, OWNER_GROUPS } from "../../../widgets/owners.model";
import { ROLE_NAMES, ROLES } from "../model/roles";
import { RoleSign } from "./RoleSign";
import "./legend.css";

export function Legend() {
	const isShown = usePrefs((s) => s.hexLegend);
	if (!isShown) return null;
	return (
		<section className="hex-legend" aria-label="Legend">
			<dl>
				{ROLE_NAMES.map((role) => (
					<div key={role} title={ROLES[role].doc}>
						<dt>
							<RoleSign role={role} /> {ROLES[role].word}
						</dt>
						<dd className="hidden-text">{ROLES[role].doc}</dd>
					</div>
				))}
			</dl>
			<ul aria-label="On the strip">
				{OWNER_GROUPS.map((group) => (
					<li key={group}>
						<OwnerSign group={group} /> {GROUP_WORDS[group]}
					</li>
				))}
			</ul>
		</section>
	);
}
