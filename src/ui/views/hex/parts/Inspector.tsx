/** The field the cursor is in, whose it is, and the selected bytes read as values of all kinds. */
import type { OpenFile } from "../../../state/image";
import { Disclosure } from "../../../widgets/Disclosure";
import type { Reading } from "../model/inspector.model";
import { rangeOf } from "../model/selection.model";
import type { Hex } from "../state/hex";
import { FieldDetails } from "./FieldDetails";
import { Owner } from "./Owner";
import { useHex, useReadings } from "./use-hex";
import "./inspector.css";

interface InspectorProps {
	readonly image: OpenFile;
	readonly hex: Hex;
}

export function Inspector({ image, hex }: InspectorProps) {
	return (
		// A region that scrolls must be reachable by keyboard.
		// biome-ignore lint/a11y/noNoninteractiveTabindex: scrolling is the interaction
		<section className="hex-inspector" tabIndex={0} aria-label="Inspector">
			<FieldDetails image={image} hex={hex} />
			<Owner image={image} hex={hex} />
			<Disclosure summary="Read as other types">
				<Readings hex={hex} />
			</Disclosure>
		</section>
	);
}

function Readings({ hex }: { readonly hex: Hex }) {
	const { start, end } = rangeOf(useHex(hex, (s) => s.selection));
	const readings = useReadings(hex);
	if (readings.length === 0) return <p className="hex-none">The bytes are not here yet.</p>;
	return (
		<table className="hex-readings" aria-label="Values at the start of the selection">
			<tbody>
				{readings.map((each) => (
					<ReadingRow key={each.kind} reading={each} fits={each.size === end - start} />
				))}
			</tbody>
		</table>
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
