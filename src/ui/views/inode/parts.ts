import type { InodeDetail } from "../../../worker/protocol";
import type { OpenImage } from "../../state/image";

/** What every part of the view is given. */
export interface InodeParts {
	readonly image: OpenImage;
	readonly detail: InodeDetail;
	/** Path of the inode in `showName` form, where it is known. */
	readonly path: string | undefined;
}
