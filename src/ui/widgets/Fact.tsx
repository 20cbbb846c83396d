import type { ReactNode } from "react";

interface FactProps {
	readonly label: string;
	readonly children: ReactNode;
}

/** A line of a `<dl>`. */
export const Fact = ({ label, children }: FactProps) => (
	<div>
		<dt>{label}</dt>
		<dd>{children}</dd>
	</div>
);
