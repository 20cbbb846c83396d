import type { ReactNode } from "react";
import "./table.css";

/** A short list of named values; put {@link Fact}s inside. */
export const Facts = ({ children }: { readonly children: ReactNode }) => (
	<dl className="facts">{children}</dl>
);

interface FactProps {
	/** A word, or a {@link Term} with its explanation. */
	readonly label: ReactNode;
	readonly children: ReactNode;
}

export const Fact = ({ label, children }: FactProps) => (
	<div>
		<dt>{label}</dt>
		<dd>{children}</dd>
	</div>
);
