/** What of the findings is listed, and how. */
import { Download } from "lucide-react";
import { useDeferredValue, useEffect, useState } from "react";
import type { Severity } from "../../../base/finding";
import { countText } from "../../../base/words";
import { useCheck } from "../../state/check";
import { useListOptions } from "../../state/finding-list";
import { GROUPINGS, type Grouping, groupingOf } from "../../state/finding-rows";
import { useGroups, useTally } from "../../state/groups";
import type { OpenImage } from "../../state/image";
import { saveReport } from "../../state/save";
import { sumOf } from "../../state/tally";
import { Button } from "../../widgets/Button";
import { Menu, MenuItem } from "../../widgets/Menu";
import { Segmented } from "../../widgets/Segmented";

interface ImageProps {
	readonly image: OpenImage;
}

const SEVERITIES: readonly (readonly [Severity | "all", string])[] = [
	["all", "All"],
	["error", "Errors"],
	["warning", "Warnings"],
	["note", "Notes"],
];

export function ListBar({ image }: ImageProps) {
	const groups = useGroups(image);
	const { all } = useTally(image);
	const options = useListOptions();
	const { severity } = options;
	const set = useListOptions.setState;
	return (
		<div className="finding-bar">
			<Segmented<Severity | "all">
				label="Severity"
				value={severity ?? "all"}
				onChange={(value) => set({ severity: value === "all" ? undefined : value })}
				options={SEVERITIES.map(([value, name]) => ({
					value,
					label: `${name} ${countText(value === "all" ? sumOf(all) : all[value])}`,
				}))}
			/>
			<FilterField />
			<select
				className="input finding-by"
				aria-label="Grouped"
				value={groupingOf(groups, options)}
				onChange={(event) => set({ by: event.target.value as Grouping })}
			>
				{Object.entries(GROUPINGS).map(([value, name]) => (
					<option key={value} value={value}>
						{name}
					</option>
				))}
			</select>
		</div>
	);
}

/** A hundred thousand findings are not looked through while somebody types. */
function FilterField() {
	const [text, setText] = useState(useListOptions.getState().text);
	const rested = useDeferredValue(text);
	useEffect(() => useListOptions.setState({ text: rested.trim() }), [rested]);
	return (
		<search>
			<input
				type="search"
				className="input"
				aria-label="Filter by rule, path or field"
				placeholder="rule, path, field"
				spellCheck={false}
				autoComplete="off"
				value={text}
				onChange={(event) => setText(event.target.value)}
			/>
		</search>
	);
}

/** What was found, to keep or to send. */
export function ReportMenu({ image }: ImageProps) {
	const checked = useCheck(image).result?.checked;
	const trigger = (
		<Button small icon={Download}>
			Report
		</Button>
	);
	return (
		<Menu align="end" trigger={trigger}>
			<MenuItem onSelect={() => void saveReport(image, "markdown", checked)}>As Markdown</MenuItem>
			<MenuItem onSelect={() => void saveReport(image, "json", checked)}>As JSON</MenuItem>
			<MenuItem onSelect={() => void saveReport(image, "sarif", checked)}>
				As SARIF, for build servers
			</MenuItem>
		</Menu>
	);
}
