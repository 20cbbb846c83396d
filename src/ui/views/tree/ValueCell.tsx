/** The cells beside the name: numbers that align, and words. */
import type { Exact } from "../../../base/exact";
import { exactBytes } from "../../../base/words";
import type { EntryColumns } from "../../../worker/protocol";
import { RatioBar } from "../../widgets/RatioBar";
import { CELL } from "../../widgets/roles";
import { amountOf, modeCell, ratioOf, timeCell } from "./model/cells.model";
import { isDirectory, sizeOf, storedOf, timeOf } from "./model/entries";
import type { ColumnId } from "./model/sort.model";

interface ValueProps {
	readonly entries: EntryColumns;
	readonly entry: number;
}

function Amount({ bytes, entries, entry }: ValueProps & { bytes: Exact | undefined }) {
	const { number, unit } = amountOf(bytes, isDirectory(entries, entry));
	return (
		<span title={bytes === undefined ? undefined : exactBytes(bytes)}>
			{number} <span className="tree-unit">{unit}</span>
		</span>
	);
}

function Ratio({ entries, entry }: ValueProps) {
	const { text, title } = ratioOf(entries, entry);
	const size = sizeOf(entries, entry) ?? 0;
	const stored = storedOf(entries, entry) ?? 0;
	return (
		<span className="tree-share" title={title || undefined}>
			<span>{text}</span>
			{title && <RatioBar stored={stored} size={size} decorative />}
		</span>
	);
}

function Words({ text, title }: { text: string; title: string }) {
	return <span title={title || undefined}>{text}</span>;
}

const VALUES: Partial<Record<ColumnId, (props: ValueProps) => React.ReactNode>> = {
	size: (props) => <Amount {...props} bytes={sizeOf(props.entries, props.entry)} />,
	stored: (props) => <Amount {...props} bytes={storedOf(props.entries, props.entry)} />,
	ratio: (props) => <Ratio {...props} />,
	mode: ({ entries, entry }) => (
		<Words {...modeCell(entries.known[entry] ? entries.mode[entry] : undefined)} />
	),
	owner: ({ entries, entry }) => `${entries.uid[entry]}:${entries.gid[entry]}`,
	time: ({ entries, entry }) => <Words {...timeCell(timeOf(entries, entry))} />,
};

export const ValueCell = ({ id, ...props }: ValueProps & { id: ColumnId }) => (
	<div {...CELL} className={`tree-cell tree-${id}`}>
		{VALUES[id]?.(props)}
	</div>
);
