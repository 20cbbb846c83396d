/**
 * A grid of cells to look along: one element has the focus and says which cell it is on; the
 * pointer and the arrow keys move over the same cells. Who uses it draws them.
 */
import type { KeyboardEvent, MouseEvent, ReactNode, Ref } from "react";
import { keyName } from "../state/keys";
import { cellAt, type Grid, moveCursor } from "./cells.model";

interface CellsProps {
	readonly ref?: Ref<HTMLDivElement>;
	readonly className: string;
	readonly label: string;
	readonly grid: Grid;
	/** CSS pixels as a multiple of those in the model. */
	readonly scale?: number;
	/** The cell the keys are on. */
	readonly at: number;
	readonly text: string;
	onMove(cell: number): void;
	/** The cell under the pointer; undefined when it is on none. */
	onHover(cell: number | undefined): void;
	onPress(cell: number): void;
	/** Any other key; whether it means something. */
	onKey(name: string): boolean;
	onFocus?(event: React.FocusEvent): void;
	onBlur?(): void;
	readonly children: ReactNode;
}

export function Cells(props: CellsProps) {
	const { ref, className, label, grid, scale = 1, at, text, children } = props;
	const { onMove, onHover, onPress, onKey, onFocus, onBlur } = props;
	const onKeyDown = (event: KeyboardEvent) => {
		const name = keyName(event);
		const next = moveCursor(grid, at, name);
		if (next !== undefined) onMove(next);
		else if (!onKey(name)) return;
		event.preventDefault();
	};
	const under = ({ nativeEvent: { offsetX, offsetY } }: MouseEvent) =>
		cellAt(grid, offsetX / scale, offsetY / scale);
	return (
		<div
			ref={ref}
			className={className}
			role="slider"
			tabIndex={0}
			aria-label={label}
			aria-valuemin={0}
			aria-valuemax={grid.cells - 1}
			aria-valuenow={at}
			aria-valuetext={text}
			onKeyDown={onKeyDown}
			onFocus={onFocus}
			onBlur={onBlur}
			onPointerMove={(event) => onHover(under(event))}
			onPointerLeave={() => onHover(undefined)}
			onClick={(event) => {
				const cell = under(event);
				if (cell !== undefined) onPress(cell);
			}}
		>
			{children}
		</div>
	);
}
