import { Footprints } from "lucide-react";
import { counted } from "../../base/words";
import type { OpenImage } from "../state/image";
import { startSurvey, stopSurvey, useSurvey } from "../state/survey";
import { Button } from "./Button";
import { FailureNotice } from "./FailureNotice";
import { handFocusOn } from "./focus";
import { ProgressBar } from "./ProgressBar";
import "./survey-bar.css";

/** Starts, shows and stops the walk over the whole image; nothing once it is done. */
export function SurveyBar({ image }: { readonly image: OpenImage }) {
	const { state, progress, why } = useSurvey(image);
	const start = () => void startSurvey(image);
	if (state === "done") return null;
	if (state === "failed" && why) {
		return <FailureNotice title="The walk over the image stopped" info={why} onRetry={start} />;
	}
	if (state === "running") {
		return (
			<div ref={handFocusOn} className="survey">
				<ProgressBar label="Reading all metadata" progress={progress} />
				<Button small onClick={stopSurvey}>
					Stop
				</Button>
			</div>
		);
	}
	return (
		<div className="survey">
			<p>{invitation(image)}</p>
			<Button small icon={Footprints} onClick={start}>
				Read all metadata
			</Button>
		</div>
	);
}

function invitation({ overview }: OpenImage): string {
	const inodes = counted(overview.inodes, "inode");
	return overview.remote
		? `Sums need the metadata of ${inodes}: that is fetched, the contents are not.`
		: `Sums need the metadata of ${inodes}.`;
}
