/** The doors of the panel at the bottom with what runs behind them, and where bytes go: nowhere. */
import { Lock, PanelBottom } from "lucide-react";
import { percentText } from "../../base/words";
import type { OpenFile } from "../state/image";
import { useJobs } from "../state/jobs";
import { IconButton } from "../widgets/Button";
import { progressShare } from "../widgets/progress.model";
import { PANEL_LABELS, usePanels } from "./BottomPanel";
import { JOB_WORDS } from "./JobList";
import { closePanel, showPanel, usePanel } from "./panes";
import { PRIVACY, PRIVACY_REMOTE } from "./privacy";
import { COMMANDS } from "./shortcuts";

export function StatusBar({ file }: { readonly file: OpenFile }) {
	const panels = usePanels(file);
	const open = usePanel();
	return (
		<footer className="statusbar" data-pane>
			<div className="status-doors">
				<IconButton small icon={PanelBottom} label="Panel" keys="Ctrl+J" onClick={COMMANDS.panel} />
				{panels.map((id) => (
					<button
						key={id}
						type="button"
						className="status-door"
						aria-expanded={id === open}
						onClick={() => (id === open ? closePanel() : showPanel(id))}
					>
						{PANEL_LABELS[id]}
						{id === "jobs" && <Latest />}
					</button>
				))}
			</div>
			<p className="status-privacy">
				<Lock aria-hidden />
				{file.facts.remote ? PRIVACY_REMOTE : PRIVACY}
			</p>
		</footer>
	);
}

/** How far the oldest running job is, else how the last one ended. */
function Latest() {
	const jobs = useJobs((s) => s.jobs);
	const running = jobs.find(({ state }) => state === "running");
	const job = running ?? jobs.at(-1);
	if (!job) return null;
	const share = job.progress && progressShare(job.progress);
	if (!running || share === undefined) {
		return <span className={`status-${job.state}`}>{JOB_WORDS[job.state]}</span>;
	}
	return (
		<span className="status-running">
			<i className="status-track" aria-hidden>
				<i style={{ width: `${share * 100}%` }} />
			</i>
			{percentText(share)}
		</span>
	);
}
