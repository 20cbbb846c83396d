/** The steps of a way, one line each; arrow keys go along them. */
import { type KeyboardEvent, useEffect, useRef } from "react";
import type { WalkStep } from "../../../worker/protocol";
import { keyName, meaningOf, WALK } from "../../state/keys";
import { movedTo } from "../../widgets/list-moves";
import type { Play } from "./use-play";
import type { Walking } from "./use-walk";

interface StepListProps {
	readonly walking: Walking;
	readonly play: Play;
}

export function StepList({ walking, play }: StepListProps) {
	const { walk, step, go } = walking;
	const list = useRef<HTMLOListElement>(null);
	useEffect(() => {
		const box = list.current;
		const row = box?.children[Math.max(0, step - 1)];
		if (!box || !(row instanceof HTMLElement)) return;
		// Whoever goes along the list stays on its current line.
		if (box.contains(document.activeElement)) row.querySelector("button")?.focus();
		else showRow(box, row);
	}, [step]);

	const choose = (next: number) => {
		play.pause();
		go(next);
	};
	const onKeyDown = (event: KeyboardEvent) => {
		const name = keyName(event);
		if (!meaningOf(WALK, name)) return;
		event.preventDefault();
		const { length: count } = walk.steps;
		choose((movedTo(name, { index: step - 1, count, page: count }) ?? 0) + 1);
	};
	return (
		<ol ref={list} className="walk-steps" aria-label="Steps" onKeyDown={onKeyDown}>
			{walk.steps.map((each, i) => (
				<Line
					// biome-ignore lint/suspicious/noArrayIndexKey: a way does not change
					key={i}
					step={each}
					number={i + 1}
					current={i + 1 === step}
					reachable={i + 1 === Math.max(1, step)}
					onChoose={choose}
				/>
			))}
		</ol>
	);
}

/** Scrolls the list and nothing around it: what the step says stays in sight. */
function showRow(box: HTMLElement, row: HTMLElement): void {
	const top = row.offsetTop - box.offsetTop;
	const bottom = top + row.offsetHeight;
	if (top < box.scrollTop) box.scrollTop = top;
	else if (bottom > box.scrollTop + box.clientHeight) box.scrollTop = bottom - box.clientHeight;
}

interface LineProps {
	readonly step: WalkStep;
	readonly number: number;
	readonly current: boolean;
	/** The one line that Tab leads to. */
	readonly reachable: boolean;
	onChoose(step: number): void;
}

const Line = ({ step, number, current, reachable, onChoose }: LineProps) => (
	<li style={{ "--walk-depth": step.depth } as React.CSSProperties}>
		<button
			type="button"
			className={step.finding ? "walk-line walk-wrong" : "walk-line"}
			aria-current={current ? "step" : undefined}
			tabIndex={reachable ? 0 : -1}
			onClick={() => onChoose(number)}
		>
			<span className="walk-number">{number}</span>
			<span className="walk-line-text">{step.text}</span>
		</button>
	</li>
);
