/** The name of an entry: place in the tree, picture of its type, and what is wrong with it. */
import { type EntryColumns, TYPE_NAMES } from "../../../worker/protocol";
import { type Damage, DamageDot } from "../../widgets/DamageDot";
import { CELL } from "../../widgets/roles";
import { TypeIcon } from "../../widgets/TypeIcon";
import { markIn, nameParts } from "./model/cells.model";
import { STEP } from "./model/columns.model";
import { DIRECTORY, FILE } from "./model/entries";

export interface NameCellProps {
	readonly entries: EntryColumns;
	readonly entry: number;
	readonly level: number;
	/** Levels that are drawn further to the right. */
	readonly deepest: number;
	/** Whether it can be opened, and is. */
	readonly folder: "open" | "closed" | "none";
	/** A flat list has no levels. */
	readonly isFlat: boolean;
	/** Names are whole paths. */
	readonly holdsPaths: boolean;
	/** Whether it is checked, where entries can be. */
	readonly isChecked?: boolean | undefined;
	/** Word to mark in the name; "" for none. */
	readonly mark: string;
	readonly damage: Damage;
}

export function NameCell(props: NameCellProps) {
	const { entries, entry, level, deepest, folder, isFlat, holdsPaths, isChecked, mark, damage } =
		props;
	const type = entries.type[entry] ?? 0;
	const { folder: above, name } = nameParts(entries, entry, holdsPaths);
	const last = (
		<span className="tree-last" title={holdsPaths ? undefined : name}>
			<Marked text={name} word={mark} />
		</span>
	);
	return (
		<div {...CELL} className="tree-name">
			{isFlat && isChecked !== undefined && <Box isChecked={isChecked} />}
			{!isFlat && <Indent level={level} deepest={deepest} />}
			{!isFlat && <span className="tree-twist" data-folder={folder} aria-hidden />}
			{!isFlat && isChecked !== undefined && <Box isChecked={isChecked} />}
			<TypeIcon type={type} open={folder === "open"} />
			{holdsPaths ? (
				<span className="tree-path" title={above + name}>
					<span className={above === "/" ? "tree-above" : "tree-above tree-above-cut"}>
						{above}
					</span>
					{last}
				</span>
			) : (
				last
			)}
			{type !== FILE && type !== DIRECTORY && (
				<span className="hidden-text">, {TYPE_NAMES[type] ?? "unknown"}</span>
			)}
			{!isFlat && isChecked && <span className="hidden-text">, checked</span>}
			<DamageDot {...damage} />
		</div>
	);
}

const Box = ({ isChecked }: { readonly isChecked: boolean }) => (
	<span className="tree-check" data-checked={isChecked} aria-hidden />
);

function Marked({ text, word }: { text: string; word: string }) {
	const parts = markIn(text, word);
	if (!parts) return text;
	const [before, match, after] = parts;
	return (
		<>
			{before}
			<mark className="tree-mark">{match}</mark>
			{after}
		</>
	);
}

/** A line for each directory around the entry; where names need the room, their number. */
export function Indent({ level, deepest }: Pick<NameCellProps, "level" | "deepest">) {
	const lines = Math.min(level - 1, deepest);
	if (lines === 0) return null;
	return (
		<span className="tree-indent" style={{ width: lines * STEP }} aria-hidden>
			{level - 1 > deepest && <span className="tree-depth">{level - 1}</span>}
		</span>
	);
}
