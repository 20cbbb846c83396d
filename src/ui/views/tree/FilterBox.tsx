/** The filter over the whole image: a box whose text lives in the address. */
import { Search, X } from "lucide-react";
import { memo, type RefObject, useEffect, useRef, useState } from "react";
import { navigate } from "../../state/location";
import { IconButton } from "../../widgets/Button";
import { FilterHelp } from "./FilterHelp";

const DEBOUNCE_MS = 250;

interface FilterBoxProps {
	readonly filter: string;
	/** Where Arrow down leads. */
	readonly grid: RefObject<HTMLElement | null>;
}

/** `asked` remembers what this box asked for: any other filter comes from outside. */
function apply(query: string, asked: RefObject<string>): void {
	asked.current = query;
	navigate({ filter: query || undefined }, { replace: true });
}

export const FilterBox = memo(function FilterBox({ filter, grid }: FilterBoxProps) {
	const [text, setText] = useState(filter);
	const asked = useRef(filter);

	// Back, forward and links change the filter from outside.
	useEffect(() => {
		if (filter !== asked.current) setText(filter);
		asked.current = filter;
	}, [filter]);

	useEffect(() => {
		if (text === asked.current) return;
		const timer = setTimeout(() => apply(text, asked), text ? DEBOUNCE_MS : 0);
		return () => clearTimeout(timer);
	}, [text]);

	const onKeyDown = (event: React.KeyboardEvent) => {
		if (event.key === "Escape" && text) setText("");
		else if (event.key === "Enter") apply(text, asked);
		else if (event.key === "ArrowDown") grid.current?.focus();
		else return;
		event.preventDefault();
	};

	return (
		<search className="tree-filter">
			<Search className="tree-filter-icon" size={14} aria-hidden />
			<input
				type="text"
				className="tree-filter-input"
				aria-label="Filter the whole image by name"
				placeholder="Filter by name or pattern"
				spellCheck={false}
				autoComplete="off"
				autoCapitalize="off"
				value={text}
				onChange={(event) => setText(event.target.value)}
				onKeyDown={onKeyDown}
			/>
			{text && (
				<IconButton
					icon={X}
					small
					label="Clear the filter"
					keys="Esc"
					onClick={() => setText("")}
				/>
			)}
			<FilterHelp />
		</search>
	);
});
