/** Downloads under way and what became of them; empty most of the time. */
import { CircleCheck, X } from "lucide-react";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { countText } from "../../base/words";
import { type Job, useJobs } from "../state/jobs";
import { Button, IconButton } from "../widgets/Button";
import { FailureNotice } from "../widgets/FailureNotice";
import { ProgressBar } from "../widgets/ProgressBar";
import "./jobs.css";

/** How long a job that went well is shown, in milliseconds. */
const SHOWN_MS = 6000;

/** Notes of one job that are shown at once; the rest when asked for. */
const MAX_NOTES = 5;

export function JobList() {
	const jobs = useJobs((s) => s.jobs);
	const dismiss = useJobs((s) => s.dismiss);
	return (
		<section className="jobs" aria-label="Downloads" aria-live="polite">
			{jobs.map((job) => (
				<div key={job.id} className="job">
					<OneJob job={job} dismiss={() => dismiss(job.id)} />
				</div>
			))}
		</section>
	);
}

function OneJob({ job, dismiss }: { readonly job: Job; dismiss(): void }) {
	const { label, state, progress, notes, why } = job;
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
	return <Done label={label} notes={notes} dismiss={dismiss} />;
}

interface DoneProps {
	readonly label: string;
	readonly notes: readonly string[];
	dismiss(): void;
}

/** Goes away by itself when there is nothing to read. */
function Done({ label, notes, dismiss }: DoneProps) {
	const leave = useEffectEvent(dismiss);
	const quiet = notes.length === 0;
	useEffect(() => {
		if (!quiet) return;
		const timer = setTimeout(leave, SHOWN_MS);
		return () => clearTimeout(timer);
	}, [quiet]);
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
