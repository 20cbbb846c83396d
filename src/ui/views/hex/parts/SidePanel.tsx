/** What the bytes mean, and the structures they are in: side by side where there is room. */
import type { ReactNode } from "react";
import "./side-panel.css";

interface SidePanelProps {
	readonly inspector: ReactNode;
	readonly tree: ReactNode;
}

export const SidePanel = ({ inspector, tree }: SidePanelProps) => (
	<div className="hex-panels">
		<div className="hex-panel">
			<div className="hex-panel-body">{inspector}</div>
			<section className="hex-structures">
				<h3 className="hex-panel-head">Structure</h3>
				{tree}
			</section>
		</div>
	</div>
);
