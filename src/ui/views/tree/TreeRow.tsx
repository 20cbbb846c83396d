/** One row of the tree: an entry, or the note that stands in for a directory's entries. */
import {
	ChevronRight,
	Cpu,
	File,
	FileQuestionMark,
	FileSymlink,
	Folder,
	FolderOpen,
	HardDrive,
	type LucideIcon,
	Plug,
	Spline,
	TriangleAlert,
} from "lucide-react";
import { memo } from "react";
import { type EntryColumns, TYPE_NAMES } from "../../../worker/protocol";
import { RatioBar } from "../../widgets/RatioBar";
import { amountOf, modeCell, nameParts, ratioOf, timeCell } from "./model/cells.model";
import type { Column } from "./model/columns.model";
import type { Contents } from "./model/dir";
import { DIRECTORY, FILE } from "./model/entries";
import type { ColumnId } from "./model/sort.model";
import { CELL, wideCell } from "./roles";
import "./row.css";

/** By dirent `file_type`. */
const ICONS: readonly LucideIcon[] = [
	FileQuestionMark,
	File,
	Folder,
	Cpu,
	HardDrive,
	Spline,
	Plug,
	FileSymlink,
];

export interface RowPlace {
	readonly id: string;
	readonly index: number;
	/** Distance from the top of the canvas, px. */
	readonly start: number;
	readonly level: number;
	readonly isActive: boolean;
	readonly isSelected: boolean;
	/** A flat list has no levels to speak of. */
	readonly isFlat: boolean;
}

interface EntryRowProps extends RowPlace {
	readonly entries: EntryColumns;
	readonly entry: number;
	/** Place among its siblings. */
	readonly position: number;
	readonly folder: "open" | "closed" | "none";
	readonly columns: readonly Column[];
}

function rowAttributes(place: RowPlace) {
	const { id, index, start, level, isActive, isSelected, isFlat } = place;
	return {
		role: "row",
		id,
		className: "tree-row",
		style: { transform: `translateY(${start}px)` },
		// The header is row 1.
		"aria-rowindex": index + 2,
		"aria-selected": isSelected,
		"data-row": index,
		"data-active": isActive || undefined,
		...(isFlat ? {} : { "aria-level": level }),
	};
}

export const EntryRow = memo(function EntryRow(props: EntryRowProps) {
	const { entries, entry, position, folder, columns, isFlat } = props;
	const tree = isFlat
		? {}
		: {
				"aria-posinset": position + 1,
				"aria-setsize": entries.count,
				...(folder === "none" ? {} : { "aria-expanded": folder === "open" }),
			};
	return (
		<div {...rowAttributes(props)} {...tree} data-type={entries.type[entry]}>
			<NameCell {...props} />
			{columns.slice(1).map((column) => (
				<ValueCell key={column.id} id={column.id} entries={entries} entry={entry} />
			))}
		</div>
	);
});

function NameCell({ entries, entry, level, folder, isFlat }: EntryRowProps) {
	const type = entries.type[entry] ?? 0;
	const Icon = folder === "open" ? FolderOpen : (ICONS[type] ?? FileQuestionMark);
	const { folder: above, name } = nameParts(entries, entry);
	return (
		<div {...CELL} className="tree-name">
			{!isFlat && <Indent level={level} />}
			{!isFlat && (
				<span className="tree-twist" data-folder={folder} aria-hidden>
					{folder !== "none" && <ChevronRight size={14} />}
				</span>
			)}
			<Icon className="tree-icon" size={15} strokeWidth={1.75} aria-hidden />
			<span className="tree-text" title={above + name}>
				{above && <span className="tree-above">{above}</span>}
				<span className="tree-last">{name}</span>
			</span>
			{type !== FILE && type !== DIRECTORY && (
				<span className="hidden-text">, {TYPE_NAMES[type] ?? "unknown"}</span>
			)}
			{entries.bad[entry] === 1 && (
				<span
					className="tree-badge"
					title="Something is wrong with this entry: open it to see what."
				>
					<TriangleAlert size={13} aria-hidden />
					<span className="hidden-text">, damaged</span>
				</span>
			)}
		</div>
	);
}

const Indent = ({ level }: { level: number }) =>
	level > 1 ? <span className="tree-indent" style={{ width: (level - 1) * 16 }} /> : null;

interface ValueProps {
	readonly entries: EntryColumns;
	readonly entry: number;
}

function Amount({ bytes }: { bytes: number }) {
	const { number, unit } = amountOf(bytes);
	return (
		<>
			{number} <span className="tree-unit">{unit}</span>
		</>
	);
}

function Ratio({ entries, entry }: ValueProps) {
	const { text, title } = ratioOf(entries, entry);
	const size = entries.size[entry] ?? Number.NaN;
	const stored = entries.stored[entry] ?? Number.NaN;
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
	size: ({ entries, entry }) => <Amount bytes={entries.size[entry] ?? Number.NaN} />,
	stored: ({ entries, entry }) => <Amount bytes={entries.stored[entry] ?? Number.NaN} />,
	ratio: (props) => <Ratio {...props} />,
	mode: ({ entries, entry }) => <Words {...modeCell(entries.mode[entry] ?? 0)} />,
	owner: ({ entries, entry }) => `${entries.uid[entry]}:${entries.gid[entry]}`,
	time: ({ entries, entry }) => <Words {...timeCell(entries.mtime[entry] ?? Number.NaN)} />,
};

const ValueCell = ({ id, ...props }: ValueProps & { id: ColumnId }) => (
	<div {...CELL} className={`tree-cell tree-${id}`}>
		{VALUES[id]?.(props)}
	</div>
);

interface NoteRowProps extends RowPlace {
	readonly contents: Contents;
	readonly columns: number;
}

export function NoteRow({ contents, columns, ...place }: NoteRowProps) {
	return (
		<div {...rowAttributes(place)}>
			<div {...wideCell(columns)} className="tree-note" data-state={contents.state}>
				{!place.isFlat && <Indent level={place.level} />}
				<span className="tree-twist" aria-hidden />
				<NoteText contents={contents} />
			</div>
		</div>
	);
}

function NoteText({ contents }: { contents: Contents }) {
	if (contents.state === "ready") return "empty";
	if (contents.state === "waiting") return "Reading the directory…";
	const { message, hint } = contents.why;
	return (
		<>
			<TriangleAlert className="tree-note-icon" size={13} aria-hidden />
			<span className="tree-text" title={hint ? `${message} ${hint}` : message}>
				{message}
			</span>
			<button type="button" className="tree-retry" tabIndex={-1}>
				Retry
			</button>
		</>
	);
}
