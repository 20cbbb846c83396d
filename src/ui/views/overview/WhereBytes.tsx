/** Where all bytes of the image are, in one bar; from the numbers of the place Space. */
import { exactBytes } from "../../../base/words";
import { useOwners } from "../../state/owners";
import { useSpace } from "../../state/space";
import { useSurvey } from "../../state/survey";
import { AllOwners } from "../../widgets/AllOwners";
import { Placeholder } from "../../widgets/EmptyState";
import { groupSums } from "../../widgets/owners.model";
import { PlaceLink } from "../../widgets/PlaceLink";
import { Section } from "../../widgets/Section";
import { SumBar } from "../../widgets/SumBar";
import type { ViewProps } from "../view";
import { lacksSome } from "./overview.model";

export function WhereBytes({ image }: ViewProps) {
	const whole = useSpace(image)?.spaces[0];
	const isFound = useOwners(image).state === "done";
	const { result } = useSurvey(image);
	const lost = result && lacksSome(result) ? "; those of what cannot be read as unused" : "";
	if (!whole) {
		return (
			<Section title="Where the bytes are">
				{/* Of a remote image they come only when somebody asks. */}
				<div className={image.overview.remote ? undefined : "where-coming"}>
					{isFound ? <Placeholder lines={4} label="Adding up" /> : <AllOwners image={image} />}
				</div>
			</Section>
		);
	}
	return (
		<Section
			title="Where the bytes are"
			note={`all ${exactBytes(whole.size)} of the image, each counted once${lost}`}
			actions={<PlaceLink to={{ view: "space" }}>More in Space</PlaceLink>}
		>
			<SumBar label="Bytes of the image" sums={groupSums(whole.kinds)} />
		</Section>
	);
}
