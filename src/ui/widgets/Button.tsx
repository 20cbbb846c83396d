import type { LucideIcon } from "lucide-react";
import type { ComponentProps } from "react";
import { tip } from "./Tip";
import "./button.css";

interface ButtonProps extends ComponentProps<"button"> {
	/** `plain` has a border, `primary` is the one next step, `quiet` is for toolbars. */
	readonly variant?: "plain" | "primary" | "quiet";
	readonly small?: boolean;
	readonly icon?: LucideIcon | undefined;
	/** For toggles: whether it is on. */
	readonly pressed?: boolean;
}

function classes(props: ButtonProps, ...more: string[]): string {
	const { variant = "plain", small, className } = props;
	return ["btn", `btn-${variant}`, small ? "btn-small" : "", ...more, className ?? ""]
		.filter(Boolean)
		.join(" ");
}

export function Button(props: ButtonProps) {
	const { variant, small, icon: Icon, pressed, className, children, ...rest } = props;
	return (
		<button type="button" aria-pressed={pressed} {...rest} className={classes(props)}>
			{Icon && <Icon aria-hidden />}
			{children}
		</button>
	);
}

interface IconButtonProps extends Omit<ButtonProps, "icon" | "children"> {
	readonly icon: LucideIcon;
	/** The accessible name, also shown as a tooltip. */
	readonly label: string;
	/** Key that does the same, shown in the tooltip: "Ctrl+F". */
	readonly keys?: string | undefined;
}

/** A square button with a picture, a name and a tooltip. */
export function IconButton(props: IconButtonProps) {
	const { variant, small, icon: Icon, label, keys, pressed, className, ...rest } = props;
	return (
		<button
			type="button"
			aria-label={label}
			aria-pressed={pressed}
			{...tip(label, keys)}
			{...rest}
			className={classes({ variant: "quiet", ...props }, "btn-icon")}
		>
			<Icon aria-hidden />
		</button>
	);
}
