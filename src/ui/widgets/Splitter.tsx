import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef } from "react";
import { fitShare, keyShare } from "./splitter.model";
import "./splitter.css";

interface SplitterProps {
	/** Name of the bar: "Width of the file tree". */
	readonly label: string;
	/** Share of the left side, 0 to 1. */
	readonly share: number;
	onChange(share: number): void;
	/** Least widths of both sides, in CSS pixels. */
	readonly min: readonly [left: number, right: number];
	/** Makes the left side a navigation landmark with this name. */
	readonly leftLabel?: string;
	readonly left: ReactNode;
	readonly right: ReactNode;
}

/** Two panes side by side with a bar that moves by pointer and by arrow keys. */
export function Splitter({ label, share, onChange, min, leftLabel, left, right }: SplitterProps) {
	const box = useRef<HTMLDivElement>(null);
	const width = () => box.current?.clientWidth ?? 0;

	const drag = (event: PointerEvent<HTMLElement>) => {
		if (!event.currentTarget.hasPointerCapture(event.pointerId) || !box.current) return;
		const from = box.current.getBoundingClientRect().left;
		onChange(fitShare((event.clientX - from) / width(), width(), min));
	};
	const press = (event: KeyboardEvent) => {
		const next = keyShare(event.key, share);
		if (next === undefined) return;
		event.preventDefault();
		onChange(fitShare(next, width(), min));
	};

	const [minLeft, minRight] = min;
	const columns = `clamp(${minLeft}px, ${share * 100}%, 100% - ${minRight}px) minmax(0, 1fr)`;
	const Left = leftLabel ? "nav" : "div";
	return (
		<div ref={box} className="split" style={{ gridTemplateColumns: columns }}>
			<Left className="split-left" aria-label={leftLabel} data-pane={leftLabel && ""}>
				{left}
				{/* biome-ignore lint/a11y/useSemanticElements: a line that can be moved is no <hr> */}
				<div
					className="split-bar"
					role="separator"
					aria-orientation="vertical"
					aria-label={label}
					aria-valuenow={Math.round(share * 100)}
					aria-valuemin={0}
					aria-valuemax={100}
					tabIndex={0}
					onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
					onPointerMove={drag}
					onKeyDown={press}
				/>
			</Left>
			{right}
		</div>
	);
}
