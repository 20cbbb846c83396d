/** The ways that lead out of an inode: to bytes, and to other inodes. */
import type { Span } from "../../../base/range";
import { navigate } from "../../state/location";

export const showBytes = ({ space, start, end }: Span): void =>
	navigate({ view: "hex", space, at: { start, end } });

export const showPath = (path: string): void => navigate({ view: "inode", path, nid: undefined });

export const showInode = (nid: bigint): void => navigate({ view: "inode", nid, path: undefined });
