/** The facts of the selected inode, beside any view. */
import { failureInfo } from "../../../base/errors";
import { useInode, useSelection } from "../../state/selected";
import { Placeholder } from "../../widgets/EmptyState";
import { FailureNotice } from "../../widgets/FailureNotice";
import type { ViewProps } from "../view";
import { Details } from "./details/Details";

export function AboutInode({ image }: ViewProps) {
	const { nid, path, error } = useSelection(image);
	const inode = useInode(image, nid);
	const problem = error ?? inode.error;
	if (problem) return <FailureNotice info={failureInfo(problem)} />;
	if (!inode.data) return <Placeholder lines={6} label="Reading the inode" />;
	return <Details key={String(nid)} image={image} detail={inode.data} path={path} />;
}
