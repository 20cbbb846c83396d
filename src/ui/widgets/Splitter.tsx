import type { KeyboardEvent, PointerEvent } from "react";
import { textScale } from "../state/media";
import { type Edge, type Ends, fitSize, keySize } from "./splitter.model";
import "./splitter.css";

interface SplitterProps {
	/** Name of the bar: "Width of the file tree". */
	readonly label: string;
	readonly edge: Edge;
	/** Size of the pane in pixels, where letters are of the usual size, and between what it may be. */
	readonly size: number;
	readonly ends: Ends;
	/** What the other panes of the frame need at least. */
	readonly others: number;
	onChange(size: number): void;
}

/** The bar at the edge of a pane, which is its parent: moved by pointer and by arrow keys. */
export function Splitter({ label, edge, size, ends, others, onChange }: SplitterProps) {
	const upright = edge !== "top";

	const resize = (bar: HTMLElement, next: number) => {
		const frame = bar.parentElement?.parentElement;
		const whole = (upright ? frame?.clientWidth : frame?.clientHeight) ?? 0;
		onChange(Math.round(fitSize(next, ends, whole / textScale - others)));
	};
	const drag = (event: PointerEvent<HTMLElement>) => {
		const bar = event.currentTarget;
		const pane = bar.parentElement?.getBoundingClientRect();
		if (!pane || !bar.hasPointerCapture(event.pointerId)) return;
		const next = {
			left: pane.right - event.clientX,
			right: event.clientX - pane.left,
			top: pane.bottom - event.clientY,
		}[edge];
		resize(bar, next / textScale);
	};
	const press = (event: KeyboardEvent<HTMLElement>) => {
		const next = keySize(event.key, size, { edge, ends });
		if (next === undefined) return;
		event.preventDefault();
		resize(event.currentTarget, next);
	};
	return (
		// biome-ignore lint/a11y/useSemanticElements: a line that can be moved is no <hr>
		<div
			className={`split-bar split-${edge}`}
			role="separator"
			aria-orientation={upright ? "vertical" : "horizontal"}
			aria-label={label}
			aria-valuenow={size}
			aria-valuemin={ends[0]}
			aria-valuemax={ends[1]}
			tabIndex={0}
			onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
			onPointerMove={drag}
			onKeyDown={press}
		/>
	);
}
