/** What is said when a dialog for a folder ends without one. */
import { useEffect } from "react";
import { Notice } from "../widgets/Notice";
import { forgetNoFolder, useNoFolder } from "./pick";

export function NoFolder() {
	const isSaid = useNoFolder((s) => s.isSaid);
	// It is of the page on which it was asked.
	useEffect(() => forgetNoFolder, []);
	if (!isSaid) return null;
	return (
		<Notice tone="note" live title="No folder was opened" onDismiss={forgetNoFolder}>
			None was chosen, or there are no files in it. Choose one with files, or drop it here.
		</Notice>
	);
}
