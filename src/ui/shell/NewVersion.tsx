/** Says that there is a newer version of the page. What is on screen stays the old one, whole. */
import { RotateCw } from "lucide-react";
import { useVersion } from "../state/offline";
import { Button } from "../widgets/Button";
import { Notice } from "../widgets/Notice";
import "./new-version.css";

export function NewVersion() {
	const { isNewer, dismiss } = useVersion();
	if (!isNewer) return null;
	return (
		<div className="new-version">
			<Notice
				tone="note"
				live
				title="A new version is ready"
				onDismiss={dismiss}
				actions={
					<Button small icon={RotateCw} onClick={() => location.reload()}>
						Start it now
					</Button>
				}
			>
				It is used from the next start on. Local files have to be opened again then.
			</Notice>
		</div>
	);
}
