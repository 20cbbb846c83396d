/** The facts of the selected inode, beside any view. */
import { failureInfo } from "../../../base/errors";
import { useInode, useSelection } from "../../state/selected";
import { EmptyState, Placeholder } from "../../widgets/EmptyState";
import type { ViewProps } from "../view";
import { Details } from "./details/Details";

export function AboutInode({ image }: ViewProps) {
	const { nid, path, error } = useSelection(image);
	const inode = useInode(image, nid);
	const problem = error ?? inode.error;
	// The place Files tells it at length.
	if (problem)
		return <EmptyState title="Nothing is selected">{failureInfo(problem).message}</EmptyState>;
	if (!inode.data) return <Placeholder lines={6} label="Reading the inode" />;
	return <Details key={String(nid)} image={image} detail={inode.data} path={path} />;
}
