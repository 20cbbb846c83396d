import type { OpenImage } from "../state/image";
import { useNetwork } from "../state/network";
import { Button } from "../widgets/Button";
import { Notice } from "../widgets/Notice";
import { showPanel } from "./panes";

/** Milliseconds between two looks at how requests end. */
const POLL = 1000;

/** Milliseconds of waiting that nobody notices. */
const SHORT = 2000;

/** Says why one waits, while what the server failed to give is asked for again. */
export function ServerTrouble({ image }: { readonly image: OpenImage }) {
	const { data } = useNetwork(image, POLL);
	const failed = data?.log.findLast(({ state }) => state === "failed");
	if (!failed || data?.again === undefined) return null;
	// What passes is not worth a word.
	if (failed.attempt === 1 && data.again - Date.now() < SHORT) return null;
	return (
		<Notice
			tone="warning"
			live
			title={
				failed.status === undefined
					? "The server does not answer"
					: `The server failed: it answered ${failed.status}`
			}
			actions={
				<Button small onClick={() => showPanel("network")}>
					Show requests
				</Button>
			}
		>
			It is asked again in a moment. What has been read so far stays here.
		</Notice>
	);
}
