/** The check of the selected file or directory alone. */
import { Play, Scan } from "lucide-react";
import type { ReactNode } from "react";
import { counted } from "../../../base/words";
import { startPartCheck, usePartCheck } from "../../state/check";
import type { OpenImage } from "../../state/image";
import { useSelection } from "../../state/selected";
import { Button } from "../../widgets/Button";
import { CoverageRow } from "../../widgets/CoverageList";
import { passedOver } from "../../widgets/coverage.model";

interface PartProps {
	readonly image: OpenImage;
}

/** The path of what is selected, where it can be checked alone; not of the root: that is the whole image. */
function useSelectedPart(image: OpenImage): string | undefined {
	const { path, nid } = useSelection(image);
	const isThere = nid !== undefined;
	return isThere && path !== "/" ? path : undefined;
}

export function PartAction({ image }: PartProps) {
	const path = useSelectedPart(image);
	const { state, result } = usePartCheck(image);
	if (path === undefined) return null;
	if (state === "running" || result?.checked.path === path) return null;
	return (
		<Button small icon={Play} onClick={() => void startPartCheck(image, path)}>
			Check this alone
		</Button>
	);
}

interface PartCoverageProps extends PartProps {
	readonly action: ReactNode;
}

/** What the last check of a part has looked at, and the next part that could be. */
export function PartCoverage({ image, action }: PartCoverageProps) {
	const selected = useSelectedPart(image);
	const checked = usePartCheck(image).result?.checked;
	if (!checked && selected === undefined) return null;
	return (
		<CoverageRow mark={<Scan aria-hidden />} label="One file or directory" action={action}>
			{checked ? (
				<>
					<b>{checked.complete ? "checked" : "in part"}</b> <bdi>{checked.path}</bdi>,{" "}
					{counted(checked.inodes, "inode")} with contents. {passedOver(checked).join(" ")}
				</>
			) : (
				<bdi className="part-path" title={selected}>
					{selected}
				</bdi>
			)}
		</CoverageRow>
	);
}
