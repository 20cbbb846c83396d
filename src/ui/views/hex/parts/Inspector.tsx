/** The selected bytes read as values of all kinds, and the field the cursor is in. */
import { useMemo } from "react";
import type { OpenFile } from "../../../state/image";
import { INSPECTED, inspect, type Reading } from "../model/inspector.model";
import { bothBases, selectionText } from "../model/offset.model";
import { rangeOf } from "../model/selection.model";
import type { Hex } from "../state/hex";
import { FieldDetails } from "./FieldDetails";
import { Owner } from "./Owner";
import { useHex } from "./use-hex";
import "./inspector.css";

interface InspectorProps {
	readonly image: OpenFile;
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
			<Owner image={image} hex={hex} />
			<p className="hex-panel-title">
				{end - start > 1 ? "Selected" : "Read from"}{" "}
				<span className="mono">
					{end - start > 1 ? selectionText({ start, end }) : bothBases(start)}
				</span>
			</p>
			<table className="hex-readings" aria-label="Values at the start of the selection">
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
		<td className="hex-reading">
			{reading.only === undefined ? (
				<>
					<ByteOrder order="LE" title="Little-endian, as EROFS stores it" value={reading.little} />
					<ByteOrder order="BE" title="Big-endian" value={reading.big} />
				</>
			) : (
				reading.only
			)}
		</td>
	</tr>
);

interface ByteOrderProps {
	readonly order: string;
	readonly title: string;
	readonly value: string | undefined;
}

/** Short values of both orders stand beside each other, long ones below. */
const ByteOrder = ({ order, title, value }: ByteOrderProps) => (
	<span className="hex-order">
		<abbr title={title}>{order}</abbr> <span>{value}</span>
	</span>
);
