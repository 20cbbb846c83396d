import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import "./disclosure.css";

interface DisclosureProps {
	readonly summary: string;
	/** Small print beside it. */
	readonly note?: string;
	/** Whether it starts open. */
	readonly open?: boolean;
	readonly className?: string;
	onToggle?(open: boolean): void;
	readonly children: ReactNode;
}

/** Something more, shown on demand. */
export const Disclosure = ({
	summary,
	note,
	open,
	className = "",
	onToggle,
	children,
}: DisclosureProps) => (
	<details
		className={`disclosure ${className}`}
		open={open}
		onToggle={(event) => onToggle?.(event.currentTarget.open)}
	>
		<summary>
			<ChevronRight className="disclosure-mark" aria-hidden />
			{summary}
			{note && <span className="disclosure-note">{note}</span>}
		</summary>
		{children}
	</details>
);
