/** Structures and inspector: beside each other where there is room, else one at a time. */
import { ChevronDown, ChevronUp } from "lucide-react";
import { type ReactNode, useState } from "react";
import { IconButton } from "../../../widgets/Button";
import { TabGroup, TabList, TabPanel } from "../../../widgets/Tabs";
import "./side-panel.css";

/** `columns`: both in sight. `side`: tabs beside the bytes. `sheet`: tabs under them. */
export type PanelMode = "columns" | "side" | "sheet";

interface SidePanelProps {
	readonly mode: PanelMode;
	readonly tree: ReactNode;
	readonly inspector: ReactNode;
}

const TABS = [
	{ id: "structure", label: "Structure" },
	{ id: "inspector", label: "Inspector" },
] as const;
type Tab = (typeof TABS)[number]["id"];

export function SidePanel({ mode, tree, inspector }: SidePanelProps) {
	const [tab, setTab] = useState<Tab>("structure");
	const [down, setDown] = useState(false);
	if (mode === "columns") {
		return (
			<>
				<div className="hex-panel">
					<h2 className="hex-panel-head">Structure</h2>
					{tree}
				</div>
				<div className="hex-panel">
					<h2 className="hex-panel-head">Inspector</h2>
					{inspector}
				</div>
			</>
		);
	}
	const folded = mode === "sheet" && down;
	return (
		<TabGroup
			value={tab}
			onChange={(id: Tab) => {
				setTab(id);
				setDown(false);
			}}
			className={`hex-panel hex-panel-${mode} ${folded ? "hex-panel-folded" : ""}`}
		>
			<div className="hex-panel-tabs">
				<TabList label="About these bytes" items={TABS} />
				{mode === "sheet" && (
					<IconButton
						icon={down ? ChevronUp : ChevronDown}
						label={down ? "Show the panel" : "Fold the panel"}
						aria-expanded={!down}
						onClick={() => setDown(!down)}
					/>
				)}
			</div>
			{!folded && (
				<>
					<TabPanel id="structure" className="hex-panel-body">
						{tree}
					</TabPanel>
					<TabPanel id="inspector" className="hex-panel-body">
						{inspector}
					</TabPanel>
				</>
			)}
		</TabGroup>
	);
}
