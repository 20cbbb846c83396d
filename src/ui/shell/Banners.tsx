/** What must be said about the open image as a whole; empty most of the time. */
import { RotateCw } from "lucide-react";
import { type ChangeKind, useChanged } from "../state/changed";
import { type OpenImage, useImage } from "../state/image";
import { reopenImage } from "../state/open";
import { sameOrigin } from "../state/origin";
import { Button } from "../widgets/Button";
import { FailureNotice } from "../widgets/FailureNotice";
import { Notice } from "../widgets/Notice";
import { BlockSizeNotice } from "./BlockSizeNotice";
import { ExpiredNotice } from "./ExpiredNotice";
import { AddedDevice, MissingDevices } from "./MissingDevices";
import { NoFolder } from "./NoFolder";
import { OpeningNotice } from "./Opening";
import { ServerTrouble } from "./ServerTrouble";
import { UnmatchedFiles } from "./UnmatchedFiles";

export function Banners({ image }: { readonly image: OpenImage }) {
	const { failure, dismissFailure } = useImage();
	const failed = failure && sameOrigin(failure.request.origin, image.origin);
	return (
		<div className="banners">
			<OpeningNotice />
			<NoFolder />
			{failed && (
				<FailureNotice
					title="The image could not be opened again"
					info={failure.info}
					onRetry={reopenImage}
					onDismiss={dismissFailure}
				/>
			)}
			<ServerTrouble image={image} />
			<BlockSizeNotice image={image} />
			<ChangedNotice />
			<ExpiredNotice image={image} />
			<AddedDevice image={image} />
			<MissingDevices image={image} />
			<UnmatchedFiles image={image} />
		</div>
	);
}

const CHANGED: Readonly<Record<ChangeKind, Readonly<Record<"title" | "done" | "left", string>>>> = {
	replaced: {
		title: "The file on the server was replaced",
		done: "You now see the new version.",
		left: "What is on screen stays, but nothing more of the old version can be read.",
	},
	stopped: {
		title: "The decoder stopped",
		done: "It was started again, and you are where you were. What a check had found by then is to be found again.",
		left: "What is on screen stays, but nothing more can be read. Please report this: an image must not be able to do that.",
	},
};

function ChangedNotice() {
	const { notice, dismiss } = useChanged();
	if (!notice) return null;
	const { title, done, left } = CHANGED[notice.kind];
	if (notice.end === "reopened") {
		return (
			<Notice tone="note" live title={title} onDismiss={dismiss}>
				{done}
			</Notice>
		);
	}
	const reopen = () => {
		dismiss();
		reopenImage();
	};
	return (
		<Notice
			tone="warning"
			live
			title={`${title} again`}
			onDismiss={dismiss}
			actions={
				<Button small icon={RotateCw} onClick={reopen}>
					Open it anew
				</Button>
			}
		>
			{left}
		</Notice>
	);
}
