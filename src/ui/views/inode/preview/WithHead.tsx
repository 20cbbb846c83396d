/** The first bytes of a file, or what is on screen until they are there. */
import type { ReactNode } from "react";
import { failureInfo } from "../../../../base/errors";
import type { BytesResult } from "../../../../worker/protocol";
import { Placeholder } from "../../../widgets/EmptyState";
import type { InodeParts } from "../parts";
import { useHead } from "../queries";
import { Unread } from "./Unread";

interface Props extends Pick<InodeParts, "image" | "detail"> {
	/** Bytes. */
	readonly length: number;
	children(head: BytesResult): ReactNode;
}

export function WithHead({ image, detail, length, children }: Props) {
	const { data, error, refetch } = useHead(image, detail.nid, length);
	if (error) return <Unread info={failureInfo(error)} retry={() => void refetch()} />;
	if (data) return children(data);
	return (
		<div className="inode-pad">
			<Placeholder lines={8} label="Reading the contents" />
		</div>
	);
}
