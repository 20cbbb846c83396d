/** Starts and stops the walk that checks all directories and inodes. */
import { useCheck } from "../../state/check";
import type { OpenImage } from "../../state/image";
import { startSurvey, stopSurvey, useSurvey } from "../../state/survey";
import { Button } from "../../widgets/Button";
import { FailureNotice } from "../../widgets/FailureNotice";
import { handFocusOn } from "../../widgets/focus";

interface WalkProps {
	readonly image: OpenImage;
}

export function WalkAction({ image }: WalkProps) {
	const { state } = useSurvey(image);
	const isChecking = useCheck(image).state === "running";
	// A check reads the tree itself; who stops it does so where it says how far it is.
	if (state === "done" || state === "failed" || isChecking) return null;
	return state === "running" ? (
		<Button small ref={handFocusOn} onClick={stopSurvey}>
			Stop
		</Button>
	) : (
		<>
			{image.overview.remote && <span className="coverage-cost">fetches all metadata</span>}
			<Button small onClick={() => void startSurvey(image)}>
				Read all
			</Button>
		</>
	);
}

export function WalkFailure({ image }: WalkProps) {
	const { state, why } = useSurvey(image);
	if (state !== "failed" || !why) return null;
	return (
		<FailureNotice
			title="The check of directories and inodes stopped"
			info={why}
			onRetry={() => void startSurvey(image)}
		/>
	);
}
