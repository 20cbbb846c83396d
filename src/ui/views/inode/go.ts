/** The way that leads out of an inode: to bytes. */
import type { Span } from "../../../base/range";
import { navigate } from "../../state/location";

export const showBytes = ({ space, start, end }: Span): void =>
	navigate({ view: "bytes", space, at: { start, end } });
