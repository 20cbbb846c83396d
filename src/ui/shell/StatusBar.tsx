/** The doors of the panel at the bottom with what runs behind them, and where bytes go: nowhere. */
import { Lock, PanelBottom } from "lucide-react";
import { doneText } from "../../base/words";
import { isImage, type OpenFile, type OpenImage } from "../state/image";
import { type JobState, useJobs } from "../state/jobs";
import { useNetwork } from "../state/network";
import { IconButton } from "../widgets/Button";
import { progressShare } from "../widgets/progress.model";
import { Size } from "../widgets/Size";
import { PANEL_LABELS, usePanels } from "./BottomPanel";
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
						{id === "network" && isImage(file) && <Fetched image={file} />}
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

/** Milliseconds between two looks at what was fetched. */
const POLL = 2000;

/** What the image has cost the network so far. */
function Fetched({ image }: { readonly image: OpenImage }) {
	const { data } = useNetwork(image, POLL);
	return data ? <Size bytes={data.bytes} /> : null;
}

/** Behind the word “Jobs”. */
const STATE_WORDS: Readonly<Record<JobState, string>> = {
	running: "running",
	done: "done",
	failed: "failed",
};

/** How far the oldest running job is, else how the last one ended. */
function Latest() {
	const jobs = useJobs((s) => s.jobs);
	const running = jobs.find(({ state }) => state === "running");
	const job = running ?? jobs.at(-1);
	if (!job) return null;
	const share = job.progress && progressShare(job.progress);
	if (!running || share === undefined) {
		return <span className={`status-${job.state}`}>{STATE_WORDS[job.state]}</span>;
	}
	return (
		<span className="status-running">
			<i className="status-track" aria-hidden>
				<i style={{ width: `${share * 100}%` }} />
			</i>
			{doneText(share)}
		</span>
	);
}
