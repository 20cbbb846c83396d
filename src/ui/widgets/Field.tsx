import { type ComponentProps, type KeyboardEvent, type ReactNode, useId } from "react";
import { isClosing } from "./closing";
import "./field.css";

interface FieldProps {
	readonly label: string;
	/** True when the label is for screen readers only. */
	readonly bare?: boolean;
	readonly value: string;
	/** What it is before anything is typed: Esc takes back what was. */
	readonly untyped?: string;
	onChange(value: string): void;
	readonly hint?: ReactNode;
	/** What is wrong with the value, one sentence. */
	readonly error?: string | undefined;
}

/** Label, control, and what is to be said about it. */
function useField({ label, bare = false, hint, error, value, untyped = "", onChange }: FieldProps) {
	const id = useId();
	const text = error ?? hint;
	const onKeyDown = (event: KeyboardEvent) => {
		if (value !== untyped && isClosing(event)) onChange(untyped);
	};
	return {
		control: {
			id,
			className: "input",
			autoComplete: "off",
			spellCheck: false,
			value,
			onKeyDown,
			"aria-invalid": error ? true : undefined,
			"aria-describedby": text ? `${id}-note` : undefined,
		},
		head: (
			<label htmlFor={id} className={bare ? "hidden-text" : "field-label"}>
				{label}
			</label>
		),
		note: text && (
			<p id={`${id}-note`} className={error ? "field-error" : "field-hint"}>
				{text}
			</p>
		),
	};
}

type TextFieldProps = FieldProps & Omit<ComponentProps<"input">, keyof FieldProps>;

export function TextField(props: TextFieldProps) {
	const { label, bare, value, untyped, onChange, hint, error, className = "", ...rest } = props;
	const { control, head, note } = useField(props);
	return (
		<div className={`field ${className}`}>
			{head}
			<input
				type="text"
				{...rest}
				{...control}
				onChange={(event) => onChange(event.target.value)}
			/>
			{note}
		</div>
	);
}

/** The same for several lines. */
export function TextArea(props: FieldProps & { readonly rows: number }) {
	const { control, head, note } = useField(props);
	return (
		<div className="field">
			{head}
			<textarea
				{...control}
				rows={props.rows}
				onChange={(event) => props.onChange(event.target.value)}
			/>
			{note}
		</div>
	);
}

interface CheckboxProps {
	readonly checked: boolean;
	onChange(checked: boolean): void;
	readonly disabled?: boolean;
	readonly children: ReactNode;
}

export const Checkbox = ({ checked, onChange, disabled = false, children }: CheckboxProps) => (
	<label className="check">
		<input
			type="checkbox"
			checked={checked}
			disabled={disabled}
			onChange={(event) => onChange(event.target.checked)}
		/>
		<span>{children}</span>
	</label>
);
