/**
 * The bytes of the image, of its devices and of any file, with what each byte means. Finds
 * out which space is asked for; everything else is {@link HexSpace}.
 */
import { Binary } from "lucide-react";
import { failureInfo } from "../../../base/errors";
import { IMAGE_SPACE } from "../../../base/space";
import type { OpenFile } from "../../state/image";
import { navigate, usePlace } from "../../state/location";
import { Button } from "../../widgets/Button";
import { EmptyState, Placeholder } from "../../widgets/EmptyState";
import { FailureNotice } from "../../widgets/FailureNotice";
import { mayPass } from "../../widgets/failure.model";
import { Fill } from "../../widgets/Slot";
import { useFocus, useSpaceFacts } from "./data/queries";
import { HexSpace } from "./HexSpace";
import { useFollowSelection } from "./state/follow-selection";

export function HexView({ image }: { readonly image: OpenFile }) {
	const { space, at } = usePlace();
	const focus = useFocus(image);
	useFollowSelection(focus);
	const { facts, known, error, retry } = useSpaceFacts(image, space);
	const back = (
		<Button onClick={() => navigate({ space: IMAGE_SPACE, at: undefined })}>
			Show the bytes of the image
		</Button>
	);
	if (error) {
		const info = failureInfo(error);
		const again = mayPass(info) ? retry : undefined;
		return <FailureNotice info={info} actions={back} onRetry={again} />;
	}
	if (!known) {
		return (
			<EmptyState icon={Binary} title={`There are no bytes for “${space}”`} actions={back}>
				It may be a device whose file was not opened together with the image.
			</EmptyState>
		);
	}
	// Without bytes in the address the view goes to the selected inode, and nowhere before.
	const goes = at === undefined && focus.pending;
	if (!facts || goes) return <Placeholder lines={6} label="Reading the inode" />;
	if (facts.size === 0) {
		return (
			<>
				<EmptyState
					icon={Binary}
					title="There are no bytes here"
					actions={space === IMAGE_SPACE ? undefined : back}
				>
					{facts.label}: empty.
				</EmptyState>
				<Fill id="about">
					<div className="slot-free">There are no bytes to tell of.</div>
				</Fill>
				<Fill id="find">
					<div className="slot-free">There are no bytes to search.</div>
				</Fill>
			</>
		);
	}
	return <HexSpace key={space} image={image} space={space} facts={facts} focus={focus} />;
}
