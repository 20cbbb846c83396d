/** Starts, shows and stops the check of what the walk over the tree does not read. */
import { Play } from "lucide-react";
import { sizeText } from "../../../base/words";
import type { CheckLevel } from "../../../worker/protocol";
import { startCheck, startPartCheck, stopCheck, useCheck, usePartCheck } from "../../state/check";
import type { OpenImage } from "../../state/image";
import { Button } from "../../widgets/Button";
import { FailureNotice } from "../../widgets/FailureNotice";
import { handFocusOn } from "../../widgets/focus";
import { ProgressBar } from "../../widgets/ProgressBar";

const WHAT: Record<CheckLevel, string> = {
	structure: "all structures",
	contents: "contents",
};

interface CheckActionProps {
	readonly image: OpenImage;
	readonly level: CheckLevel;
}

export function CheckAction({ image, level }: CheckActionProps) {
	const { state, result } = useCheck(image);
	const isDone = result && (result.checked.level === "contents" || level === "structure");
	if (state === "running" || isDone) return null;
	const { remote, size } = image.overview;
	return (
		<>
			{remote && level === "contents" && (
				<span className="coverage-cost">fetches up to {sizeText(size)}</span>
			)}
			<Button small icon={Play} onClick={() => void startCheck(image, level)}>
				<span>
					Check<span className="check-what"> {WHAT[level]}</span>
				</span>
			</Button>
		</>
	);
}

/** How far checks are, or why they ended early; nothing before they were asked for and after their end. */
export function CheckProgress({ image }: { readonly image: OpenImage }) {
	const whole = useCheck(image);
	const part = usePartCheck(image);
	return (
		<>
			<OneCheck {...whole} again={() => void startCheck(image, whole.about)} />
			<OneCheck {...part} again={() => void startPartCheck(image, part.about)} />
		</>
	);
}

type OneCheckProps = Pick<ReturnType<typeof useCheck>, "state" | "progress" | "result" | "why"> & {
	again(): void;
};

function OneCheck({ state, progress, result, why, again }: OneCheckProps) {
	const stopped = why ?? (state === "done" ? result?.stopped : undefined);
	if (state === "running") {
		return (
			<div ref={handFocusOn} className="survey check-running">
				<ProgressBar label="Checking the image" progress={progress} />
				<Button small autoFocus aria-label="Stop the check" onClick={stopCheck}>
					Stop
				</Button>
			</div>
		);
	}
	if (state === "stopped") {
		return (
			<p role="status" className="check-more">
				The check was stopped. What it had found by then is listed.
			</p>
		);
	}
	if (!stopped) return null;
	return <FailureNotice title="The check ended early" info={stopped} onRetry={again} />;
}
