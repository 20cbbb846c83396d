import { Lock } from "lucide-react";
import type { OpenFile } from "../state/image";
import { type Place, usePlace } from "../state/location";
import { useSelected } from "../state/selected";
import { CopyIcon } from "../widgets/CopyButton";
import { extentText, spaceText } from "../widgets/offsets.model";
import { PRIVACY, PRIVACY_REMOTE } from "./privacy";

/** What is selected, in words that can be copied. */
export function StatusBar({ image }: { readonly image: OpenFile }) {
	const place = usePlace();
	const { nid, path } = useSelected(image, place.path, place.nid);
	return (
		<footer className="statusbar">
			<div className="status-place">
				{path && (
					<>
						<span className="status-path mono">{path}</span>
						<CopyIcon text={path} label="Copy path" />
					</>
				)}
				{nid !== undefined && <span className="mono">nid {String(nid)}</span>}
				{place.view === "hex" && place.at && <BytesAt place={place} at={place.at} />}
			</div>
			<p className="status-privacy">
				<Lock aria-hidden />
				{image.facts.remote ? PRIVACY_REMOTE : PRIVACY}
			</p>
		</footer>
	);
}

interface BytesAtProps {
	readonly place: Place;
	readonly at: NonNullable<Place["at"]>;
}

const BytesAt = ({ place, at }: BytesAtProps) => (
	<span className="mono">
		{extentText(at)} {spaceText(place.space)}
	</span>
);
