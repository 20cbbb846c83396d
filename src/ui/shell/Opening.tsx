import type { Progress } from "../../base/progress";
import { type OpenRequest, useImage } from "../state/image";
import { cancelOpening } from "../state/open";
import { Button } from "../widgets/Button";
import { ProgressBar } from "../widgets/ProgressBar";
import "./opening.css";

interface OpeningProps {
	readonly opening: { readonly request: OpenRequest; readonly progress?: Progress };
}

/** An image on its way, and the way to stop it. */
export function Opening({ opening: { request, progress } }: OpeningProps) {
	return (
		<section className="opening" aria-label="Opening">
			<p className="opening-name">
				Opening <strong>{request.label}</strong>
			</p>
			<Button small onClick={cancelOpening}>
				Cancel
			</Button>
			<ProgressBar label={`Opening ${request.label}`} progress={progress} />
		</section>
	);
}

/** The same above what is on screen; nothing while nothing is being opened. */
export function OpeningNotice() {
	const opening = useImage((s) => s.opening);
	return opening ? <Opening opening={opening} /> : null;
}
