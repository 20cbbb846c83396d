import type { ReactNode } from "react";
import "./figures.css";

/** A handful of headline figures in a frame; put {@link Figure}s inside. */
export const Figures = ({ children }: { readonly children: ReactNode }) => (
	<div className="figures-box">
		<dl className="figures">{children}</dl>
	</div>
);

interface FigureProps {
	readonly label: string;
	readonly value: ReactNode;
	/** Small print below. */
	readonly more?: ReactNode;
}

export const Figure = ({ label, value, more }: FigureProps) => (
	<div className="figure">
		<dt>{label}</dt>
		<dd className="figure-value">{value}</dd>
		<dd className="figure-more">{more}</dd>
	</div>
);
