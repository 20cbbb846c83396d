import { type ReactNode, useId } from "react";
import "./section.css";

interface SectionProps {
	readonly title: ReactNode;
	/** Small print beside the title: a count, a sum. */
	readonly note?: ReactNode;
	readonly actions?: ReactNode;
	readonly className?: string;
	readonly children: ReactNode;
}

/** A part of a page with a heading of level two. */
export function Section({ title, note, actions, className = "", children }: SectionProps) {
	const id = useId();
	return (
		<section className={`section ${className}`} aria-labelledby={id}>
			<div className="section-head">
				<h2 id={id} className="section-title">
					{title}
				</h2>
				{note && <span className="section-note">{note}</span>}
				{actions && <div className="section-actions">{actions}</div>}
			</div>
			{children}
		</section>
	);
}
