/** Structures and inspector: beside each other where there is room, else one at a time. */
import { ChevronDown, ChevronUp } from "lucide-react";
import type { ReactNode } from "react";
import { create } from "zustand";
import { IconButton } from "../../../widgets/Button";
import { TabGroup, TabList, TabPanel } from "../../../widgets/Tabs";
import "./side-panel.css";

/** Beside the bytes both or one at a time, under them both or one at a time. */
export type PanelMode = "columns" | "side" | "split" | "sheet";

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
	const isUnder = mode === "split" || mode === "sheet";
	const folded = isUnder && down;
	if (mode === "columns" || mode === "split") {
		return (
			<>
				<div className="hex-panel">
					<h2 className="hex-panel-head">Structure</h2>
					{!folded && tree}
				</div>
				<div className="hex-panel">
					<div className="hex-panel-head">
						<h2>Inspector</h2>
						{isUnder && <Fold />}
					</div>
					{!folded && inspector}
				</div>
			</>
		);
	}
	return (
		<TabGroup
			value={tab}
			onChange={(id: Tab) => usePanel.setState({ tab: id, down: false })}
			className={`hex-panel hex-panel-${mode} ${folded ? "hex-panel-folded" : ""}`}
		>
			<div className="hex-panel-tabs">
				<TabList label="About these bytes" items={TABS} />
				{isUnder && <Fold />}
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

function Fold() {
	const { down } = usePanel();
	return (
		<IconButton
			icon={down ? ChevronUp : ChevronDown}
			label={down ? "Show the panel" : "Fold the panel"}
			aria-expanded={!down}
			onClick={() => usePanel.setState({ down: !down })}
		/>
	);
}
