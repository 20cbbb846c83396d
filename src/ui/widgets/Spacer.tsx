import "./spacer.css";

/** Stands in the body of a table for rows that are not drawn, `height` px of them. */
export const Spacer = ({ height }: { readonly height: number }) =>
	height > 0 && (
		<tr className="spacer" aria-hidden>
			<td style={{ height }} />
		</tr>
	);
