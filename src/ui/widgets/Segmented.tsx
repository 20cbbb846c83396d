import { Toggle } from "@base-ui/react/toggle";
import { ToggleGroup } from "@base-ui/react/toggle-group";
import type { LucideIcon } from "lucide-react";
import "./segmented.css";

interface SegmentedProps<Value extends string> {
	readonly label: string;
	readonly value: Value;
	onChange(value: Value): void;
	readonly options: readonly {
		readonly value: Value;
		readonly label: string;
		readonly icon?: LucideIcon;
	}[];
}

/** One of two to four, all in sight. */
export function Segmented<Value extends string>(props: SegmentedProps<Value>) {
	const { label, value, onChange, options } = props;
	const change = (values: Value[]) => {
		const [next] = values;
		if (next !== undefined) onChange(next);
	};
	return (
		<ToggleGroup className="segmented" aria-label={label} value={[value]} onValueChange={change}>
			{options.map(({ value: each, label: text, icon: Icon }) => (
				<Toggle key={each} value={each} className="segment">
					{Icon && <Icon aria-hidden />}
					{text}
				</Toggle>
			))}
		</ToggleGroup>
	);
}
