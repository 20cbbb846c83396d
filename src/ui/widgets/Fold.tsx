import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import "./fold.css";

interface FoldProps {
	readonly title: string;
	/** Small print beside the title: a count, a name on disk. */
	readonly note?: ReactNode;
	/** Whether it starts closed. */
	readonly closed?: boolean;
	readonly children: ReactNode;
}

/** A part of a pane that can be put away: a line above it, its title, and what it says. */
export const Fold = ({ title, note, closed = false, children }: FoldProps) => (
	<details className="fold" open={!closed}>
		<summary>
			<ChevronRight aria-hidden />
			<h3>{title}</h3>
			{note && <span className="fold-note">{note}</span>}
		</summary>
		<div className="fold-body">{children}</div>
	</details>
);
