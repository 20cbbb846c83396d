import { ChevronRight, CornerDownRight } from "lucide-react";
import type { CSSProperties, MouseEvent } from "react";
import type { TreeRow } from "../model/structure-tree.model";
import { RoleSign } from "./RoleSign";

interface StructureRowProps {
	readonly id: string;
	readonly row: TreeRow;
	readonly place: CSSProperties;
	/** Position among all rows, by which its height is remembered. */
	readonly index: number;
	measure(row: HTMLElement | null): void;
	/** Has the keyboard. */
	readonly active: boolean;
	/** Holds the byte under the pointer or the cursor. */
	readonly lit: boolean;
	onPoint(): void;
	onToggle(): void;
	onChoose(): void;
	onFollow(): void;
}

export function StructureRow(props: StructureRowProps) {
	const { id, row, place, index, measure, active, lit } = props;
	const { onPoint, onToggle, onChoose, onFollow } = props;
	const { node, level, open } = row;
	const classes = ["hex-row", active && "hex-row-active", lit && "hex-row-lit"];
	const onClick = (event: MouseEvent) => {
		const part = event.target as Element;
		if (part.closest(".hex-twist")) return onToggle();
		if (part.closest(".hex-follow") || event.ctrlKey || event.metaKey) return onFollow();
		onChoose();
	};
	return (
		// The tree has the keyboard and points at its row with aria-activedescendant.
		// biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the tree
		// biome-ignore lint/a11y/useFocusableInteractive: the tree itself has the focus
		<div
			ref={measure}
			data-index={index}
			id={id}
			role="treeitem"
			aria-level={level}
			aria-expanded={open}
			aria-selected={lit}
			aria-posinset={row.position}
			aria-setsize={row.siblings}
			className={classes.filter(Boolean).join(" ")}
			style={{ ...place, paddingInlineStart: 4 + (level - 1) * 14 }}
			onClick={onClick}
			onPointerEnter={onPoint}
		>
			<span className={open === undefined ? "hex-no-twist" : "hex-twist"}>
				{open !== undefined && <ChevronRight aria-hidden data-open={open || undefined} />}
			</span>
			{node ? <NodeWords row={row} /> : <span className="hex-row-section">{row.label}</span>}
			{node?.target && (
				<button
					type="button"
					className="hex-follow"
					tabIndex={-1}
					aria-label={`Follow to ${node.target.label}`}
					title={`Follow to ${node.target.label}`}
				>
					<CornerDownRight aria-hidden />
				</button>
			)}
		</div>
	);
}

function NodeWords({ row }: { readonly row: TreeRow }) {
	const { node } = row;
	if (!node) return null;
	return (
		<>
			{node.children?.length ? null : <RoleSign role={node.role} />}
			<span className="hex-row-key">{node.key}</span>
			{node.label && <span className="hex-row-label">{node.label}</span>}
			{node.value !== undefined && <span className="hex-row-value">{node.value}</span>}
			{row.more && <span className="hex-row-label">and {row.more} more not listed</span>}
		</>
	);
}
