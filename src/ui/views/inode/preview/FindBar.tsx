/** The search field over a text. */
import { CaseSensitive, ChevronDown, ChevronUp, X } from "lucide-react";
import type { KeyboardEvent } from "react";
import { IconButton } from "../../../widgets/Button";
import { isClosing } from "../../../widgets/closing";
import { searchText } from "./find-text.model";
import type { TextFile } from "./text-file";
import type { Search, Wanted } from "./use-text-file";

interface Props {
	readonly file: TextFile;
	readonly wanted: Wanted;
	readonly search: Search | undefined;
	onChange(wanted: Wanted): void;
	onClose(): void;
}

export function FindBar({ file, wanted, search, onChange, onClose }: Props) {
	const onKeyDown = (e: KeyboardEvent) => {
		if (isClosing(e)) return onClose();
		if (e.key === "Enter") search?.step(e.shiftKey ? -1 : 1);
		else return;
		e.preventDefault();
	};
	return (
		<search className="find">
			<input
				type="text"
				aria-label="Find in text"
				placeholder="Find in text"
				// biome-ignore lint/a11y/noAutofocus: the user has just asked for this field
				autoFocus
				spellCheck={false}
				value={wanted.words}
				onChange={(e) => onChange({ ...wanted, words: e.target.value })}
				onKeyDown={onKeyDown}
			/>
			<IconButton
				small
				icon={CaseSensitive}
				label="Match case"
				pressed={!wanted.ignoreCase}
				onClick={() => onChange({ ...wanted, ignoreCase: !wanted.ignoreCase })}
			/>
			<span role="status">{search && searchText(stateOf(search, file))}</span>
			<IconButton
				small
				icon={ChevronUp}
				label="Previous match"
				keys="Shift+Enter"
				disabled={!search?.find.hits.length}
				onClick={() => search?.step(-1)}
			/>
			<IconButton
				small
				icon={ChevronDown}
				label="Next match"
				keys="Enter"
				disabled={!search?.find.hits.length}
				onClick={() => search?.step(1)}
			/>
			<IconButton small icon={X} label="Close find" keys="Esc" onClick={onClose} />
		</search>
	);
}

const stateOf = ({ find, current, complete }: Search, file: TextFile) => ({
	hits: find.hits.length,
	current,
	complete,
	capped: find.capped,
	searched: find.scanned,
	size: file.size,
});
