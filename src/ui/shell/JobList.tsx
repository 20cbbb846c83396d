/** Downloads, archives and reports under way, and what became of them. */
import { CircleCheck, X } from "lucide-react";
import { useRef, useState } from "react";
import { counted, countText } from "../../base/words";
import { type Job, type JobState, useJobs } from "../state/jobs";
import { Button, IconButton } from "../widgets/Button";
import { EmptyState } from "../widgets/EmptyState";
import { FailureNotice } from "../widgets/FailureNotice";
import { ProgressBar } from "../widgets/ProgressBar";
import "./jobs.css";

/** Notes of one job that are shown at once; the rest when asked for. */
const MAX_NOTES = 5;

export function JobList() {
	const jobs = useJobs((s) => s.jobs);
	if (jobs.length === 0) {
		return (
			<EmptyState title="Nothing runs">
				Downloads, archives, lists and reports that are being made are shown here, with what was
				left out of them.
			</EmptyState>
		);
	}
	return (
		<ul className="jobs" aria-label="Jobs">
			{jobs.map((job) => (
				<li key={job.id} className="job">
					<OneJob job={job} />
				</li>
			))}
		</ul>
	);
}

function OneJob({ job: { id, label, state, progress, notes, why } }: { readonly job: Job }) {
	const dismiss = () => useJobs.getState().dismiss(id);
	if (state === "failed" && why) {
		return <FailureNotice title={`${label} failed`} info={why} onDismiss={dismiss} />;
	}
	if (state === "running") {
		return (
			<div className="job-running">
				<p className="job-label">{label}</p>
				<ProgressBar label={label} progress={progress} />
				<Button small onClick={dismiss}>
					Stop
				</Button>
			</div>
		);
	}
	return (
		<div className="job-done">
			<CircleCheck aria-hidden />
			<div>
				<p className="job-label">{label} is done</p>
				<Notes notes={notes} />
			</div>
			<IconButton small icon={X} label="Dismiss" onClick={dismiss} />
		</div>
	);
}

const JOB_WORDS: Readonly<Record<JobState, string>> = {
	running: "runs",
	done: "is done",
	failed: "failed",
};

/** For those who hear the page: what begins and ends, whether or not the list is open. */
export const JobNews = () => (
	<div className="hidden-text" aria-live="polite">
		{useJobs((s) => s.jobs).map(({ id, label, state, notes }) => (
			<p key={id}>
				{label} {JOB_WORDS[state]}
				{notes.length > 0 && `, with ${counted(notes.length, "note")} in the panel Jobs`}
			</p>
		))}
	</div>
);

/** What was lost or changed, each thing in a line. */
function Notes({ notes }: { readonly notes: readonly string[] }) {
	const [all, setAll] = useState(false);
	const list = useRef<HTMLUListElement>(null);
	const more = notes.length - MAX_NOTES;
	const showAll = () => {
		setAll(true);
		// The button goes away, and what it showed can be scrolled with the keys.
		list.current?.focus();
	};
	return (
		<>
			<ul ref={list} className="job-notes" aria-label="Notes" tabIndex={-1}>
				{(all ? notes : notes.slice(0, MAX_NOTES)).map((note) => (
					<li key={note}>{note}</li>
				))}
			</ul>
			{more > 0 && !all && (
				<Button small onClick={showAll}>
					Show {countText(more)} more
				</Button>
			)}
		</>
	);
}
