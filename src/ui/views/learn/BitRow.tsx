/** A number as bits, cut into its groups, each with what it says. */
import type { Telling } from "../../../worker/protocol";

type Row = NonNullable<Telling["bits"]>;

export function BitRow({ row: { value, width, groups } }: { readonly row: Row }) {
	const digits = value.toString(2).padStart(width, "0");
	let from = 0;
	const cut = groups.map((group) => {
		const bits = digits.slice(from, from + group.bits);
		from += group.bits;
		return { ...group, digits: bits };
	});
	return (
		<div className="bit-row">
			<div className="bit-groups" role="img" aria-label={`${digits}, the highest bit first`}>
				{cut.map(({ label, digits: bits }) => (
					<span key={label} className="bit-group">
						<span className="bit-digits mono">{bits}</span>
						<span className="bit-label">{label}</span>
					</span>
				))}
			</div>
			<dl className="bit-says">
				{cut.map(({ label, says, digits: bits }) => (
					<div key={label}>
						<dt>{label}</dt>
						<dd>
							<span className="mono">{bits}</span> {says}
						</dd>
					</div>
				))}
			</dl>
		</div>
	);
}
