import { Tabs as Base } from "@base-ui/react/tabs";
import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import "./tabs.css";

export interface TabItem<Id extends string> {
	readonly id: Id;
	readonly label: string;
	readonly icon?: LucideIcon;
	/** A small count after the label. */
	readonly badge?: ReactNode;
	readonly disabled?: boolean;
}

interface TabGroupProps<Id extends string> {
	readonly value: Id;
	onChange(id: Id): void;
	readonly className?: string;
	/** One {@link TabList}, and a {@link TabPanel} for each item. */
	readonly children: ReactNode;
}

export function TabGroup<Id extends string>(props: TabGroupProps<Id>) {
	const { value, onChange, className = "", children } = props;
	return (
		<Base.Root value={value} onValueChange={(id: Id) => onChange(id)} className={className}>
			{children}
		</Base.Root>
	);
}

interface TabListProps<Id extends string> {
	/** Name of the list for screen readers. */
	readonly label: string;
	readonly items: readonly TabItem<Id>[];
	/** `bottom` is the bar of a small screen. */
	readonly place?: "top" | "bottom";
}

/** Arrow keys move, Enter or Space selects: what a tab shows may have to be fetched. */
export function TabList<Id extends string>({ label, items, place = "top" }: TabListProps<Id>) {
	return (
		<Base.List aria-label={label} className={`tabs tabs-${place}`}>
			{items.map(({ id, label: text, icon: Icon, badge, disabled }) => (
				<Base.Tab key={id} value={id} disabled={disabled} className="tab">
					{Icon && <Icon aria-hidden />}
					{text}
					{badge}
				</Base.Tab>
			))}
		</Base.List>
	);
}

interface TabPanelProps {
	readonly id: string;
	readonly className?: string;
	readonly children: ReactNode;
}

export function TabPanel({ id, className = "", children }: TabPanelProps) {
	return (
		<Base.Panel value={id} className={className}>
			{children}
		</Base.Panel>
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
