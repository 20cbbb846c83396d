import { Menu as Base } from "@base-ui/react/menu";
import { Check, type LucideIcon } from "lucide-react";
import type { ReactElement, ReactNode } from "react";
import { Kbd } from "./Kbd";
import "./popup.css";

interface MenuProps {
	/** The button that opens it. */
	readonly trigger: ReactElement<Record<string, unknown>>;
	readonly align?: "start" | "end";
	readonly children: ReactNode;
}

export function Menu({ trigger, align = "start", children }: MenuProps) {
	return (
		<Base.Root>
			<Base.Trigger render={trigger} />
			<Base.Portal>
				{/* A landmark, because the portal lies outside those of the page. */}
				<Base.Positioner
					className="menu-layer"
					role="region"
					aria-label="Menu"
					align={align}
					sideOffset={4}
				>
					<Base.Popup className="menu">{children}</Base.Popup>
				</Base.Positioner>
			</Base.Portal>
		</Base.Root>
	);
}

interface MenuItemProps {
	readonly icon?: LucideIcon | undefined;
	readonly keys?: string;
	readonly disabled?: boolean;
	onSelect(): void;
	readonly children: ReactNode;
}

export function MenuItem({
	icon: Icon,
	keys,
	disabled = false,
	onSelect,
	children,
}: MenuItemProps) {
	return (
		<Base.Item className="menu-item" disabled={disabled} onClick={onSelect}>
			{Icon && <Icon aria-hidden />}
			{children}
			{keys && (
				<span className="menu-keys">
					<Kbd keys={keys} />
				</span>
			)}
		</Base.Item>
	);
}

interface MenuChoiceProps<Value extends string> {
	/** Heading over the choices. */
	readonly label: string;
	readonly value: Value;
	onChange(value: Value): void;
	readonly options: readonly {
		readonly value: Value;
		readonly label: string;
		readonly icon?: LucideIcon;
	}[];
}

/** One of several, inside a menu. */
export function MenuChoice<Value extends string>(props: MenuChoiceProps<Value>) {
	const { label, value, onChange, options } = props;
	return (
		<Base.Group>
			<Base.GroupLabel className="menu-heading">{label}</Base.GroupLabel>
			<Base.RadioGroup value={value} onValueChange={(next: Value) => onChange(next)}>
				{options.map(({ value: each, label: text, icon: Icon }) => (
					<Base.RadioItem key={each} value={each} className="menu-item">
						{Icon && <Icon aria-hidden />}
						{text}
						<Base.RadioItemIndicator className="menu-check">
							<Check size={15} aria-hidden />
						</Base.RadioItemIndicator>
					</Base.RadioItem>
				))}
			</Base.RadioGroup>
		</Base.Group>
	);
}

interface MenuCheckProps {
	readonly checked: boolean;
	onChange(checked: boolean): void;
	readonly disabled?: boolean;
	readonly children: ReactNode;
}

/** Something on or off, inside a menu that stays open. */
export function MenuCheck({ checked, onChange, disabled = false, children }: MenuCheckProps) {
	return (
		<Base.CheckboxItem
			className="menu-item"
			checked={checked}
			disabled={disabled}
			closeOnClick={false}
			onCheckedChange={(next) => onChange(next)}
		>
			{children}
			<Base.CheckboxItemIndicator className="menu-check">
				<Check size={15} aria-hidden />
			</Base.CheckboxItemIndicator>
		</Base.CheckboxItem>
	);
}

export const MenuLine = () => <Base.Separator className="menu-line" />;
