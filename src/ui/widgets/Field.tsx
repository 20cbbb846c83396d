import { type ComponentProps, type ReactNode, useId } from "react";
import "./field.css";

interface TextFieldProps extends Omit<ComponentProps<"input">, "onChange" | "value"> {
	readonly label: string;
	/** True when the label is for screen readers only. */
	readonly bare?: boolean;
	readonly value: string;
	onChange(value: string): void;
	readonly hint?: ReactNode;
	/** What is wrong with the value, one sentence. */
	readonly error?: string | undefined;
}

export function TextField(props: TextFieldProps) {
	const { label, bare = false, value, onChange, hint, error, className = "", ...rest } = props;
	const id = useId();
	const note = error ?? hint;
	return (
		<div className={`field ${className}`}>
			<label htmlFor={id} className={bare ? "hidden-text" : "field-label"}>
				{label}
			</label>
			<input
				type="text"
				autoComplete="off"
				spellCheck={false}
				{...rest}
				id={id}
				className="input"
				value={value}
				aria-invalid={error ? true : undefined}
				aria-describedby={note ? `${id}-note` : undefined}
				onChange={(event) => onChange(event.target.value)}
			/>
			{note && (
				<p id={`${id}-note`} className={error ? "field-error" : "field-hint"}>
					{note}
				</p>
			)}
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
