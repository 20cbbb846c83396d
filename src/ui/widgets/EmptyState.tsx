import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import "./empty.css";

interface EmptyStateProps {
	readonly icon?: LucideIcon;
	readonly title: string;
	/** Why there is nothing, and what to do. */
	readonly children?: ReactNode;
	readonly actions?: ReactNode;
}

export function EmptyState({ icon: Icon, title, children, actions }: EmptyStateProps) {
	return (
		<div className="empty">
			{Icon && <Icon aria-hidden />}
			<p className="empty-title">{title}</p>
			{children && <div className="empty-body">{children}</div>}
			{actions && <div className="empty-actions">{actions}</div>}
		</div>
	);
}

interface PlaceholderProps {
	readonly lines?: number;
	/** What is on its way, for screen readers: "Loading the inode". */
	readonly label: string;
}

/** Stands where text will be, with the same weight on the page. */
export function Placeholder({ lines = 3, label }: PlaceholderProps) {
	const rows = Array.from({ length: lines }, (_, i) => `line-${i}`);
	return (
		<div className="placeholder" role="status">
			{rows.map((key) => (
				<span key={key} aria-hidden />
			))}
			<p>{label} …</p>
		</div>
	);
}
