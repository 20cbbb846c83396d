/** The selected bytes read as values of all kinds, and the field the cursor is in. */
import { useMemo } from "react";
import type { OpenImage } from "../../../state/image";
import { INSPECTED, inspect, type Reading } from "../model/inspector.model";
import { bothBases } from "../model/offset.model";
import { rangeOf } from "../model/selection.model";
import type { Hex } from "../state/hex";
import { FieldDetails } from "./FieldDetails";
import { useHex } from "./use-hex";
import "./inspector.css";

interface InspectorProps {
	readonly image: OpenImage;
	readonly hex: Hex;
}

export function Inspector({ image, hex }: InspectorProps) {
	const selection = useHex(hex, (s) => s.selection);
	const arrived = useHex(hex, (s) => s.arrived);
	const { start, end } = rangeOf(selection);
	// biome-ignore lint/correctness/useExhaustiveDependencies: `arrived` says that bytes changed
	const readings = useMemo(
		() => inspect(hex.pages.bytes({ start, end: start + INSPECTED })),
		[hex, start, arrived],
	);
	return (
		// A region that scrolls must be reachable by keyboard.
		// biome-ignore lint/a11y/noNoninteractiveTabindex: scrolling is the interaction
		<section className="hex-inspector" tabIndex={0} aria-label="Inspector">
			<FieldDetails image={image} hex={hex} />
			<h3 className="hex-panel-title">
				Read from <span className="mono">{bothBases(start)}</span>
			</h3>
			<table className="hex-readings">
				<thead>
					<tr>
						<th scope="col">Type</th>
						<th scope="col">Little-endian</th>
						<th scope="col">Big-endian</th>
					</tr>
				</thead>
				<tbody>
					{readings.map((each) => (
						<ReadingRow key={each.kind} reading={each} fits={each.size === end - start} />
					))}
				</tbody>
			</table>
			{readings.length === 0 && <p className="hex-none">The bytes are not here yet.</p>}
		</section>
	);
}

interface ReadingRowProps {
	readonly reading: Reading;
	/** As long as the selection: most likely the one that is wanted. */
	readonly fits: boolean;
}

const ReadingRow = ({ reading, fits }: ReadingRowProps) => (
	<tr className={fits ? "hex-fits" : undefined}>
		<th scope="row" title={reading.doc}>
			{reading.kind}
			{fits && <span className="hidden-text">, as long as the selection</span>}
		</th>
		{reading.only === undefined ? (
			<>
				<td>{reading.little}</td>
				<td>{reading.big}</td>
			</>
		) : (
			<td colSpan={2}>{reading.only}</td>
		)}
	</tr>
);
