/** Contents that did not come: why, and another try where that may end better. */
import type { FailureInfo } from "../../../../base/errors";
import { FailureNotice } from "../../../widgets/FailureNotice";
import { mayPass } from "../../../widgets/failure.model";

interface Props {
	readonly info: FailureInfo;
	retry(): void;
}

export const Unread = ({ info, retry }: Props) => (
	<div className="inode-pad">
		<FailureNotice
			info={info}
			title="The contents cannot be read"
			onRetry={mayPass(info) ? retry : undefined}
		/>
	</div>
);
