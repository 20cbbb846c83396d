/** Menus: of a button, or of a place in the page. */
import { Check, type LucideIcon } from "lucide-react";
import {
	cloneElement,
	createContext,
	type KeyboardEvent,
	type MouseEvent,
	type ReactElement,
	type ReactNode,
	use,
	useId,
	useLayoutEffect,
	useRef,
	useState,
} from "react";
import { Kbd } from "./Kbd";
import { showPopup } from "./popup";
import type { Box } from "./popup.model";
import type { Choices } from "./Segmented";
import "./popup.css";

interface MenuProps {
	/** The button that opens it. */
	readonly trigger: ReactElement<Record<string, unknown>>;
	readonly align?: "start" | "end";
	readonly children: ReactNode;
}

export function Menu({ trigger, align = "start", children }: MenuProps) {
	const [button, setButton] = useState<HTMLElement>();
	const id = useId();
	const onClick = (event: MouseEvent<HTMLElement>) => {
		// What the browser would do with its target comes too early: the menu is made when it is shown.
		event.preventDefault();
		if (button) document.getElementById(id)?.hidePopover();
		else setButton(event.currentTarget);
	};
	const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
		if (event.key !== "ArrowDown") return;
		event.preventDefault();
		setButton(event.currentTarget);
	};
	return (
		<>
			{cloneElement(trigger, {
				onClick,
				onKeyDown,
				popoverTarget: id, // a press on it is none outside of the menu
				"aria-haspopup": "menu",
				"aria-expanded": button !== undefined,
			})}
			{button && (
				<MenuPopup
					id={id}
					label={button.getAttribute("aria-label") ?? button.textContent}
					anchor={button.getBoundingClientRect()}
					align={align}
					onClose={() => setButton(undefined)}
				>
					{children}
				</MenuPopup>
			)}
		</>
	);
}

/** Closes the menu around it, which gives the focus back. */
const Close = createContext<() => void>(() => {});

interface MenuPopupProps {
	readonly id?: string;
	/** Its name for screen readers. */
	readonly label: string;
	/** Beside what it opens, in the window. */
	readonly anchor: Box;
	readonly align?: "start" | "end";
	readonly children: ReactNode;
	onClose(): void;
}

/** An open menu, as long as it is there. */
export function MenuPopup({
	id,
	label,
	anchor,
	align = "start",
	children,
	onClose,
}: MenuPopupProps) {
	const box = useRef<HTMLDivElement>(null);
	// biome-ignore lint/correctness/useExhaustiveDependencies: it stays where it was opened
	useLayoutEffect(() => {
		if (!box.current) return;
		showPopup(box.current, anchor, align);
		itemsOf(box.current)[0]?.focus();
	}, []);
	const close = () => box.current?.hidePopover();
	const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
		if (event.key === "Tab") return close(); // and on from the button
		const items = itemsOf(event.currentTarget);
		const at = items.findIndex((item) => item.matches(":focus"));
		const next = nextItem(
			items.map((item) => item.textContent),
			at,
			event.key,
		);
		if (next === undefined) return;
		event.preventDefault();
		event.stopPropagation();
		items[next]?.focus();
	};
	return (
		<div
			ref={box}
			id={id}
			popover="auto"
			role="menu"
			tabIndex={-1}
			aria-label={label}
			className="menu"
			onKeyDown={onKeyDown}
			onToggle={({ newState }) => newState === "closed" && onClose()}
		>
			<Close value={close}>{children}</Close>
		</div>
	);
}

const itemsOf = (menu: HTMLElement): HTMLElement[] => [
	...menu.querySelectorAll<HTMLElement>('[role^="menuitem"]'),
];

interface ItemProps {
	readonly role?: "menuitem" | "menuitemradio" | "menuitemcheckbox";
	readonly checked?: boolean;
	readonly disabled?: boolean;
	/** Whether the menu stays open. */
	readonly stays?: boolean;
	onSelect(): void;
	readonly children: ReactNode;
}

/** What the keys are on is what the pointer is on. */
function Item({ role = "menuitem", checked, disabled, stays, onSelect, children }: ItemProps) {
	const close = use(Close);
	const select = () => {
		if (disabled) return;
		if (!stays) close();
		onSelect();
	};
	return (
		// biome-ignore lint/a11y/useAriaPropsSupportedByRole: roles that can be checked support it
		<button
			type="button"
			role={role}
			tabIndex={-1}
			className="menu-item"
			aria-checked={checked}
			aria-disabled={disabled || undefined}
			onPointerMove={({ currentTarget }) => currentTarget.focus()}
			onClick={select}
		>
			{children}
			{checked && <Check size={15} className="menu-check" aria-hidden />}
		</button>
	);
}

interface MenuItemProps {
	readonly icon?: LucideIcon | undefined;
	readonly keys?: string | undefined;
	readonly disabled?: boolean;
	onSelect(): void;
	readonly children: ReactNode;
}

export const MenuItem = ({ icon: Icon, keys, children, ...item }: MenuItemProps) => (
	<Item {...item}>
		{Icon && <Icon aria-hidden />}
		{children}
		{keys && (
			<span className="menu-keys">
				<Kbd keys={keys} />
			</span>
		)}
	</Item>
);

/** One of several, inside a menu that stays open. */
export const MenuChoice = <Value extends string>(props: Choices<Value>) => (
	<fieldset aria-label={props.label}>
		<p className="menu-heading" aria-hidden>
			{props.label}
		</p>
		{props.options.map(({ value, label, icon: Icon }) => (
			<Item
				key={value}
				role="menuitemradio"
				checked={value === props.value}
				stays
				onSelect={() => props.onChange(value)}
			>
				{Icon && <Icon aria-hidden />}
				{label}
			</Item>
		))}
	</fieldset>
);

interface MenuCheckProps {
	readonly checked: boolean;
	onChange(checked: boolean): void;
	readonly children: ReactNode;
}

/** Something on or off, inside a menu that stays open. */
export const MenuCheck = ({ checked, onChange, children }: MenuCheckProps) => (
	<Item role="menuitemcheckbox" checked={checked} stays onSelect={() => onChange(!checked)}>
		{children}
	</Item>
);

export const MenuLine = () => <hr className="menu-line" />;

/** Which item of a menu a key leads to. */
/**
 * @param texts of the items, in their order
 * @param at index of the item the keys are on; -1 for none
 * @returns undefined when the key means nothing
 */
function nextItem(texts: readonly string[], at: number, key: string): number | undefined {
	const count = texts.length;
	if (count === 0) return undefined;
	switch (key) {
		case "ArrowDown":
			return (at + 1) % count;
		case "ArrowUp":
			return at <= 0 ? count - 1 : at - 1;
		case "Home":
			return 0;
		case "End":
			return count - 1;
	}
	if (key.length !== 1 || key === " ") return undefined;
	const start = key.toLowerCase();
	const order = texts.map((_, i) => (at + 1 + i) % count);
	return order.find((i) => texts[i]?.trimStart().toLowerCase().startsWith(start));
}
