/** Whose all bytes of the image are: offered where it costs traffic, and how far it is. */
import { useQuery } from "@tanstack/react-query";
import { ScanSearch } from "lucide-react";
import { sizeText } from "../../base/words";
import type { OpenImage } from "../state/image";
import { findOwners, stopFindingOwners, useOwners } from "../state/owners";
import { startSurvey, useSurvey } from "../state/survey";
import { Button } from "./Button";
import { FailureNotice } from "./FailureNotice";
import { ProgressBar } from "./ProgressBar";
import "./all-owners.css";

export function AllOwners({ image }: { readonly image: OpenImage }) {
	const { state, progress, why } = useOwners(image);
	const find = () => void readAll(image);
	if (state === "done") return null;
	if (state === "failed" && why)
		return <FailureNotice title="Metadata could not all be read" info={why} onRetry={find} />;
	if (state === "running") {
		return (
			<div className="all-owners">
				<ProgressBar label="Reading all metadata" progress={progress} />
				<Button small onClick={stopFindingOwners}>
					Stop
				</Button>
			</div>
		);
	}
	return <Offer image={image} onTake={find} />;
}

/** Then all of the tree has been read too: the walk over it takes no more than to say so. */
async function readAll(image: OpenImage): Promise<void> {
	if (await findOwners(image)) await startSurvey(image);
}

interface OfferProps {
	readonly image: OpenImage;
	onTake(): void;
}

function Offer({ image, onTake }: OfferProps) {
	const walking = useSurvey(image).state;
	const { data } = useQuery({
		queryKey: [image.key, "owners cost", walking],
		queryFn: ({ signal }) => image.client.call("ownersCost", {}, { signal }),
	});
	// Of a local image it follows by itself.
	if (walking === "running" && !image.overview.remote) return null;
	const cost = data && data.bytes > 0 ? ` (about ${sizeText(data.bytes)})` : "";
	return (
		<div className="all-owners">
			<p>What every byte is, is known once all metadata has been read.</p>
			<Button small icon={ScanSearch} onClick={onTake}>
				Read all metadata{cost}
			</Button>
		</div>
	);
}
