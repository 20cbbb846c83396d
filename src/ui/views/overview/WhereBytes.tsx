/** Where all bytes of the image are, in one bar; from the numbers of the place Space. */
import { exactBytes } from "../../../base/words";
import { findOwners, stopFindingOwners, useOwners } from "../../state/owners";
import { useSpace } from "../../state/space";
import { useSurvey } from "../../state/survey";
import { Button } from "../../widgets/Button";
import { Placeholder } from "../../widgets/EmptyState";
import { FailureNotice } from "../../widgets/FailureNotice";
import { handFocusOn } from "../../widgets/focus";
import { groupSums } from "../../widgets/owners.model";
import { PlaceLink } from "../../widgets/PlaceLink";
import { ProgressBar } from "../../widgets/ProgressBar";
import { Section } from "../../widgets/Section";
import { SumBar } from "../../widgets/SumBar";
import { SurveyBar } from "../../widgets/SurveyBar";
import type { ViewProps } from "../view";

export function WhereBytes({ image }: ViewProps) {
	const whole = useSpace(image)?.spaces[0];
	if (!whole) {
		return (
			<Section title="Where the bytes are">
				<Waiting image={image} />
			</Section>
		);
	}
	return (
		<Section
			title="Where the bytes are"
			note={`all ${exactBytes(whole.size)} of the image, each counted once`}
			actions={<PlaceLink to={{ view: "space" }}>More in Space</PlaceLink>}
		>
			<SumBar label="Bytes of the image" sums={groupSums(whole.kinds)} />
		</Section>
	);
}

/** First the tree is read, then whose each byte is. Of a remote image both are asked for. */
function Waiting({ image }: ViewProps) {
	const isWalked = useSurvey(image).state === "done";
	const { state, progress, why } = useOwners(image);
	const start = () => void findOwners(image);
	if (!isWalked) return <SurveyBar image={image} />;
	if (state === "failed" && why) {
		return <FailureNotice title="Adding up stopped" info={why} onRetry={start} />;
	}
	if (state === "running") {
		return (
			<div ref={handFocusOn} className="survey">
				<ProgressBar label="Finding out whose each byte is" progress={progress} />
				<Button small onClick={stopFindingOwners}>
					Stop
				</Button>
			</div>
		);
	}
	if (state === "done") return <Placeholder lines={4} label="Adding up" />;
	return (
		<div className="survey">
			<p>The sum needs to know whose each byte is.</p>
			<Button small onClick={start}>
				Add up all bytes
			</Button>
		</div>
	);
}
