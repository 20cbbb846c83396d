/** What has to be read first is found out when somebody asks; it can be stopped. */
import type { LucideIcon } from "lucide-react";
import type { oneTask } from "../../../state/task";
import { Button } from "../../../widgets/Button";
import { FailureNotice } from "../../../widgets/FailureNotice";
import { handFocusOn } from "../../../widgets/focus";
import { ProgressBar } from "../../../widgets/ProgressBar";

type Task = ReturnType<ReturnType<typeof oneTask>["useTask"]>;

interface OnRequestProps {
	readonly task: Pick<Task, "state" | "progress" | "why">;
	/** Why it is not known yet. */
	readonly text: string;
	/** What asks for it, what is done then, and what stopped when it failed. */
	readonly ask: string;
	readonly icon: LucideIcon;
	readonly doing: string;
	readonly failed: string;
	onStart(): void;
	onStop(): void;
}

export function OnRequest(props: OnRequestProps) {
	const { task, text, ask, icon, doing, failed, onStart, onStop } = props;
	if (task.state === "failed" && task.why)
		return <FailureNotice title={failed} info={task.why} onRetry={onStart} />;
	if (task.state === "running")
		return (
			<div ref={handFocusOn} className="on-request">
				<ProgressBar label={doing} progress={task.progress} />
				<Button small onClick={onStop}>
					Stop
				</Button>
			</div>
		);
	return (
		<div className="on-request">
			<p>{text}</p>
			<Button small icon={icon} onClick={onStart}>
				{ask}
			</Button>
		</div>
	);
}
