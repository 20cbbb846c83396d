/**
 * The structures as a tree, linked with the bytes both ways: pointing at a row frames its
 * bytes without moving anything, choosing it goes there; the row of the byte under the
 * pointer lights up, and a click on a byte opens the tree at its row.
 */
import { type KeyboardEvent, useEffect, useId, useRef } from "react";
import type { OpenFile } from "../../../state/image";
import { activeRow } from "../../../widgets/active-row";
import { useUnevenRows } from "../../../widgets/uneven-rows";
import { type Section, type TreeRow, treeCommand } from "../model/structure-tree.model";
import { follow, goToBytes } from "../state/commands";
import type { Hex } from "../state/hex";
import { StructureRow } from "./StructureRow";
import { leafOf, useStructureTree } from "./use-structure-tree";
import "./structure-tree.css";

interface StructureTreeProps {
	readonly image: OpenFile;
	readonly hex: Hex;
	readonly sections: readonly Section[];
	/** Least height of a row, px: long values go on in further lines. */
	readonly rowHeight: number;
}

export function Structures(props: StructureTreeProps) {
	if (props.sections.length > 0) return <StructureTree {...props} />;
	return <p className="hex-tree-empty">Nothing is known about the bytes around here.</p>;
}

function StructureTree({ image, hex, sections, rowHeight }: StructureTreeProps) {
	const box = useRef<HTMLDivElement>(null);
	const id = useId();
	const scrollTo = (index: number) => list.show(index, "auto");
	const tree = useStructureTree(hex, sections, scrollTo);
	const { rows, active } = tree;
	const list = useUnevenRows({
		rows: rows.length,
		guess: () => rowHeight,
		basis: rowHeight,
		element: box,
	});
	useEffect(() => () => hex.frame(undefined), [hex]);

	const point = (index: number | undefined) =>
		hex.frame(index === undefined ? undefined : leafOf(rows, index));
	const choose = (row: TreeRow) => {
		if (row.node) goToBytes(hex.space, row.node);
		else tree.toggle(row);
	};
	const followRow = (row: TreeRow) => {
		if (row.node?.target) void follow(image, row.node.target).then(hex.say);
		else choose(row);
	};

	const onKeyDown = (event: KeyboardEvent) => {
		const page = Math.floor((box.current?.clientHeight ?? rowHeight) / rowHeight);
		const command = treeCommand(event, rows, active, page);
		const row = rows[active];
		if (!command || !row) return;
		event.preventDefault();
		if (command.kind === "move") {
			tree.setActive(rows[command.to]?.id);
			scrollTo(command.to);
			point(command.to);
		} else if (command.kind === "choose") choose(row);
		else if (command.kind === "follow") followRow(row);
		else tree.toggle(row);
	};

	return (
		<div
			ref={box}
			className="hex-tree"
			role="tree"
			aria-label="Structures"
			aria-activedescendant={activeRow(id, active, list.items)}
			data-term={rows[active]?.node?.key}
			tabIndex={0}
			onKeyDown={onKeyDown}
			onFocus={() => box.current?.matches(":focus-visible") && point(active)}
			onBlur={() => point(undefined)}
			onPointerLeave={() => point(undefined)}
		>
			<div className="hex-tree-rows" style={{ height: list.height }}>
				{list.items.map(({ index, start }) => {
					const row = rows[index];
					if (!row) return null;
					return (
						<StructureRow
							key={row.id}
							id={`${id}-${index}`}
							row={row}
							index={index}
							measure={list.measure}
							place={{ minHeight: rowHeight, transform: `translateY(${start}px)` }}
							active={index === active}
							lit={index === tree.lit}
							onPoint={() => point(index)}
							onToggle={() => tree.toggle(row)}
							onFollow={() => followRow(row)}
							onChoose={() => {
								tree.setActive(row.id);
								choose(row);
							}}
						/>
					);
				})}
			</div>
		</div>
	);
}
