import type { LucideIcon } from "lucide-react";
import { createContext, type KeyboardEvent, type ReactNode, use, useId } from "react";
import "./tabs.css";

export interface TabItem<Id extends string> {
	readonly id: Id;
	readonly label: string;
	readonly icon?: LucideIcon;
	/** A small count after the label. */
	readonly badge?: ReactNode;
}

interface Group {
	/** Begin of the ids of its elements. */
	readonly prefix: string;
	readonly value: string;
}

const GroupAround = createContext<Group>({ prefix: "", value: "" });

interface TabGroupProps {
	/** The id of the tab that is chosen. */
	readonly value: string;
	readonly className?: string;
	/** One {@link TabList}, and a {@link TabPanel} for each item. */
	readonly children: ReactNode;
}

export function TabGroup({ value, className, children }: TabGroupProps) {
	const prefix = useId();
	return (
		<div className={className}>
			<GroupAround value={{ prefix, value }}>{children}</GroupAround>
		</div>
	);
}

interface TabListProps<Id extends string> {
	/** Name of the list for screen readers. */
	readonly label: string;
	readonly items: readonly TabItem<Id>[];
	/** `bottom` is the bar of a small screen. */
	readonly place?: "top" | "bottom";
	onChange(id: Id): void;
}

/** Arrow keys move, Enter or Space selects: what a tab shows may have to be fetched. */
export function TabList<Id extends string>(props: TabListProps<Id>) {
	const { label, items, place = "top", onChange } = props;
	const { prefix, value } = use(GroupAround);
	return (
		<div role="tablist" aria-label={label} className={`tabs tabs-${place}`} onKeyDown={move}>
			{items.map(({ id, label: text, icon: Icon, badge }) => (
				<button
					key={id}
					ref={id === value ? intoSight : undefined}
					type="button"
					role="tab"
					id={`${prefix}${id}-tab`}
					className="tab"
					aria-selected={id === value}
					aria-controls={id === value ? `${prefix}${id}` : undefined}
					tabIndex={id === value ? 0 : -1}
					onClick={() => onChange(id)}
				>
					{Icon && <Icon aria-hidden />}
					{text}
					{badge}
				</button>
			))}
		</div>
	);
}

/** A list of tabs may be wider than what is around it. Seen with the next frame, which lays out anyway. */
function intoSight(tab: HTMLElement | null): void {
	requestAnimationFrame(() => {
		const list = tab?.parentElement;
		if (!list || list.scrollWidth <= list.clientWidth) return;
		const [here, all] = [tab.getBoundingClientRect(), list.getBoundingClientRect()];
		list.scrollLeft += Math.min(here.left - all.left, Math.max(0, here.right - all.right));
	});
}

function move(event: KeyboardEvent<HTMLElement>): void {
	const tabs = [...event.currentTarget.querySelectorAll<HTMLElement>('[role="tab"]')];
	const at = tabs.findIndex((tab) => tab.matches(":focus"));
	const steps: Readonly<Record<string, number>> = {
		ArrowLeft: at - 1,
		ArrowRight: at + 1,
		Home: 0,
		End: -1,
	};
	const next = steps[event.key];
	if (next === undefined) return;
	event.preventDefault();
	tabs.at(next % tabs.length)?.focus();
}

interface TabPanelProps {
	readonly id: string;
	readonly className?: string;
	readonly children: ReactNode;
}

/** Empty while another tab is chosen. */
export function TabPanel({ id, className, children }: TabPanelProps) {
	const { prefix, value } = use(GroupAround);
	if (id !== value) return null;
	return (
		<div
			role="tabpanel"
			id={`${prefix}${id}`}
			aria-labelledby={`${prefix}${id}-tab`}
			// biome-ignore lint/a11y/noNoninteractiveTabindex: keys must be able to scroll it
			tabIndex={0}
			className={className}
		>
			{children}
		</div>
	);
}

/** A count on a tab; `tone` says what the worst of the counted things is. */
export function Badge({
	tone = "plain",
	children,
}: {
	readonly tone?: "plain" | "error" | "warning";
	readonly children: ReactNode;
}) {
	return <span className={`badge badge-${tone}`}>{children}</span>;
}
