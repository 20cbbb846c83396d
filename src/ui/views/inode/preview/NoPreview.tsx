/** What is said when there are no contents to show, and what can be seen instead. */
import { FileX } from "lucide-react";
import { navigate } from "../../../state/location";
import { Button } from "../../../widgets/Button";
import { EmptyState } from "../../../widgets/EmptyState";
import { showBytes } from "../go";
import type { InodeParts } from "../parts";

interface Props extends InodeParts {
	readonly title: string;
	readonly why: string;
}

export function NoPreview({ detail, title, why }: Props) {
	const stored = detail.size > 0;
	return (
		<EmptyState
			icon={FileX}
			title={title}
			actions={
				<>
					{stored && <Button onClick={() => navigate({ tab: "extents" })}>Show extents</Button>}
					<Button onClick={() => showBytes(detail.at)}>Show the bytes of the inode</Button>
				</>
			}
		>
			{why}
			{stored && " The attributes, the extents and the stored bytes can still be looked at."}
		</EmptyState>
	);
}
