/** The panel under the view: find, jobs, network, and what the selection is where it has no room beside. */
import { X } from "lucide-react";
import { useEffect } from "react";
import { isImage, type OpenFile } from "../state/image";
import { type Job, useJobs } from "../state/jobs";
import { currentPlace, navigate } from "../state/location";
import { usePrefs } from "../state/prefs";
import type { PanelId } from "../state/views";
import { NetworkView } from "../views/network/NetworkView";
import { IconButton } from "../widgets/Button";
import { ErrorBoundary } from "../widgets/ErrorBoundary";
import { Slot } from "../widgets/Slot";
import { Splitter } from "../widgets/Splitter";
import { TabGroup, type TabItem, TabList, TabPanel } from "../widgets/Tabs";
import { About } from "./About";
import { JobList, JobNews } from "./JobList";
import { showPanel, useAboutIsUnder, useHasAbout, useHasFind, usePanel } from "./panes";
import { COMMANDS } from "./shortcuts";

export const PANEL_LABELS: Readonly<Record<PanelId, string>> = {
	about: "What is this",
	find: "Find",
	jobs: "Jobs",
	network: "Network",
};

/** Between what the height may be, and what stays for the rest of the page, px. */
const ENDS = [120, 640] as const;
const OTHERS = 320;

/** What the panel can show of a file. */
export function usePanels(file: OpenFile): readonly PanelId[] {
	const hasFind = useHasFind();
	const aboutIsUnder = useAboutIsUnder();
	const hasAbout = useHasAbout();
	return [
		...(aboutIsUnder && hasAbout ? (["about"] as const) : []),
		...(hasFind ? (["find"] as const) : []),
		"jobs",
		...(isImage(file) && file.facts.remote ? (["network"] as const) : []),
	];
}

export function BottomPanel({ file }: { readonly file: OpenFile }) {
	const panel = usePanel();
	const panels = usePanels(file);
	useJobsOpen();
	return (
		<>
			<JobNews />
			{panel && panels.includes(panel) && <Panel {...{ file, panel, panels }} />}
		</>
	);
}

interface PanelProps {
	readonly file: OpenFile;
	readonly panel: PanelId;
	readonly panels: readonly PanelId[];
}

function Panel({ file, panel, panels }: PanelProps) {
	const height = usePrefs((s) => s.panelHeight);
	const set = usePrefs((s) => s.set);
	const items = panels.map((id): TabItem<PanelId> => ({ id, label: PANEL_LABELS[id] }));
	return (
		<section
			className="panel"
			aria-label="Panel"
			style={{ height: `${height / 16}rem` }}
			data-pane={panel === "about" ? panel : "panel"}
		>
			<Splitter
				label="Height of the panel"
				edge="top"
				size={height}
				ends={ENDS}
				others={OTHERS}
				onChange={(next) => set("panelHeight", next)}
			/>
			<TabGroup value={panel} className="panel-tabs">
				<h2 className="hidden-text">{PANEL_LABELS[panel]}</h2>
				<div className="panel-head">
					<TabList label="Panels" items={items} onChange={showPanel} />
					<IconButton
						small
						icon={X}
						label="Close the panel"
						keys="Ctrl+J"
						onClick={COMMANDS.panel}
					/>
				</div>
				<TabPanel id={panel} className="panel-body">
					<OnePanel panel={panel} file={file} />
				</TabPanel>
			</TabGroup>
		</section>
	);
}

function OnePanel({ panel, file }: { readonly panel: PanelId; readonly file: OpenFile }) {
	if (panel === "about") return <About file={file} />;
	if (panel === "jobs") return <JobList />;
	if (panel === "find") return <Slot id="find">The bytes are on their way.</Slot>;
	if (!isImage(file)) return null;
	return (
		<ErrorBoundary resetKey={String(file.key)} title="The network panel stopped">
			<NetworkView image={file} />
		</ErrorBoundary>
	);
}

/** Milliseconds after which a job that still runs is shown, with how far it is and Stop. */
const SHOWN_AFTER = 1000;

/** Jobs whose end the list was opened for; one can end while no image is on screen. */
const told = new Set<number>();

const isToBeRead = ({ state, notes }: Job): boolean => state === "failed" || notes.length > 0;

/**
 * The list opens for what takes longer or has something to say; the status bar tells of the rest.
 * Once nothing is left in it, what was shown before comes back.
 */
function useJobsOpen(): void {
	useEffect(() => {
		let before: { readonly panel: PanelId | undefined } | undefined;
		const show = () => {
			const { panel } = currentPlace();
			if (panel === "jobs") return;
			before = { panel };
			showPanel("jobs");
		};
		const showLong = (id: number) => {
			const job = useJobs.getState().jobs.find((each) => each.id === id);
			if (job?.state === "running") show();
		};
		const showEnded = (jobs: readonly Job[]) => {
			for (const job of jobs) {
				if (!isToBeRead(job) || told.has(job.id)) continue;
				told.add(job.id);
				show();
			}
		};
		showEnded(useJobs.getState().jobs);
		return useJobs.subscribe((now, last) => {
			for (const { id } of now.jobs) {
				if (!last.jobs.some((job) => job.id === id)) setTimeout(showLong, SHOWN_AFTER, id);
			}
			showEnded(now.jobs);
			if (now.jobs.length > 0 || !before) return;
			if (currentPlace().panel === "jobs") navigate({ panel: before.panel }, { replace: true });
			before = undefined;
		});
	}, []);
}
