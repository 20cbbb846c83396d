/** What must be said about the open image as a whole; empty most of the time. */
import { RotateCw } from "lucide-react";
import { useChanged } from "../state/changed";
import { type OpenImage, useImage } from "../state/image";
import { reopenImage } from "../state/open";
import { sameOrigin } from "../state/origin";
import { Button } from "../widgets/Button";
import { FailureNotice } from "../widgets/FailureNotice";
import { Notice } from "../widgets/Notice";
import { BlockSizeNotice } from "./BlockSizeNotice";
import { ExpiredNotice } from "./ExpiredNotice";
import { AddedDevice, MissingDevices } from "./MissingDevices";
import { OpeningNotice } from "./Opening";

export function Banners({ image }: { readonly image: OpenImage }) {
	const { failure, dismissFailure } = useImage();
	const failed = failure && sameOrigin(failure.request.origin, image.origin);
	return (
		<div className="banners">
			<OpeningNotice />
			{failed && (
				<FailureNotice
					title="The image could not be opened again"
					info={failure.info}
					onRetry={reopenImage}
					onDismiss={dismissFailure}
				/>
			)}
			<BlockSizeNotice image={image} />
			<ChangedNotice />
			<ExpiredNotice image={image} />
			<AddedDevice image={image} />
			<MissingDevices image={image} />
		</div>
	);
}

function ChangedNotice() {
	const { notice, dismiss } = useChanged();
	if (notice === "reopened") {
		return (
			<Notice tone="note" live title="The file on the server was replaced" onDismiss={dismiss}>
				You now see the new version.
			</Notice>
		);
	}
	if (notice !== "decide") return null;
	const reopen = () => {
		dismiss();
		reopenImage();
	};
	return (
		<Notice
			tone="warning"
			live
			title="The file on the server was replaced again"
			onDismiss={dismiss}
			actions={
				<Button small icon={RotateCw} onClick={reopen}>
					Open the new version
				</Button>
			}
		>
			What is on screen stays, but nothing more of the old version can be read.
		</Notice>
	);
}
