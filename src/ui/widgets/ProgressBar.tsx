import type { Progress } from "../../base/progress";
import { usePace } from "./pace";
import { progressShare, progressText } from "./progress.model";
import "./bars.css";

interface ProgressBarProps {
	/** What is being waited for; the accessible name. */
	readonly label: string;
	/** Absent while nothing is known yet. */
	readonly progress?: Progress | undefined;
}

/** Words and a bar. Unknown totals show movement, never an invented share. */
export function ProgressBar({ label, progress }: ProgressBarProps) {
	const share = progress && progressShare(progress);
	const words = progress ? progressText(progress) : "";
	const pace = usePace(progress);
	return (
		<div className="progress">
			<div className="progress-words">
				<span>{progress?.phase ?? label}</span>
				<span>{pace ? `${words}, ${pace}` : words}</span>
			</div>
			<div
				className="progress-track"
				role="progressbar"
				aria-label={label}
				aria-valuetext={words || undefined}
				aria-valuemin={0}
				aria-valuemax={100}
				aria-valuenow={share === undefined ? undefined : Math.round(share * 100)}
			>
				<div
					className={`progress-fill ${share === undefined ? "progress-fill-open" : ""}`}
					style={share === undefined ? undefined : { transform: `scaleX(${share})` }}
				/>
			</div>
		</div>
	);
}
