/** Structures and inspector: beside each other where there is room, else one at a time. */
import { ChevronDown, ChevronUp } from "lucide-react";
import type { ReactNode } from "react";
import { create } from "zustand";
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

interface Panel {
	readonly tab: Tab;
	/** Folded, under the bytes. */
	readonly down: boolean;
}

/** Kept when another space is shown, as pointers and links lead there. */
const usePanel = create<Panel>()(() => ({ tab: "structure", down: false }));

export function SidePanel({ mode, tree, inspector }: SidePanelProps) {
	const { tab, down } = usePanel();
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
			onChange={(id: Tab) => usePanel.setState({ tab: id, down: false })}
			className={`hex-panel hex-panel-${mode} ${folded ? "hex-panel-folded" : ""}`}
		>
			<div className="hex-panel-tabs">
				<TabList label="About these bytes" items={TABS} />
				{mode === "sheet" && (
					<IconButton
						icon={down ? ChevronUp : ChevronDown}
						label={down ? "Show the panel" : "Fold the panel"}
						aria-expanded={!down}
						onClick={() => usePanel.setState({ down: !down })}
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
