import type { LucideIcon } from "lucide-react";
import "./segmented.css";

/** One of several, and what is told when it is another. */
export interface Choices<Value extends string> {
	/** Name of all of them. */
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
export const Segmented = <Value extends string>(props: Choices<Value>) => (
	<fieldset className="segmented" aria-label={props.label}>
		{props.options.map(({ value, label, icon: Icon }) => (
			<button
				key={value}
				type="button"
				className="segment"
				aria-pressed={value === props.value}
				onClick={() => props.onChange(value)}
			>
				{Icon && <Icon aria-hidden />}
				{label}
			</button>
		))}
	</fieldset>
);
