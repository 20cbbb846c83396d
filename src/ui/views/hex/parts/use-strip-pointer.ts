/** What pointers do on the strip: a press goes there, dragging scrolls, resting asks whose it is. */
import { type PointerEvent, useRef, useState } from "react";
import { thumbOf, topOfThumb } from "../model/scroll.model";
import { goToBytes } from "../state/commands";
import type { Hex } from "../state/hex";

/** A pointer that moved less has pressed, px. */
const SLOP = 3;

interface Held {
	readonly y: number;
	/** Where in the frame it is held, px. */
	readonly inside: number;
	moved: boolean;
}

/**
 * @param height of the strip, px
 * @param byteAt the byte that a pixel stands for
 */
export function useStripPointer(hex: Hex, height: number, byteAt: (y: number) => number) {
	const held = useRef<Held>(undefined);
	const [hover, setHover] = useState<number>();
	const yOf = (event: PointerEvent<HTMLElement>) =>
		event.clientY - event.currentTarget.getBoundingClientRect().top;

	const down = (event: PointerEvent<HTMLElement>) => {
		if (event.button !== 0) return;
		const y = yOf(event);
		const frame = thumbOf(hex.state.top, hex.extent, height);
		const isOn = frame && y >= frame.at && y <= frame.at + frame.length;
		// A press beside the frame holds it in its middle, once it is dragged.
		held.current = { y, inside: isOn ? y - frame.at : (frame?.length ?? 0) / 2, moved: false };
		event.currentTarget.setPointerCapture(event.pointerId);
	};
	const move = (event: PointerEvent<HTMLElement>) => {
		const y = yOf(event);
		const hold = held.current;
		// What is passed while scrolling is not asked about.
		setHover(hold ? undefined : Math.max(0, Math.min(height - 1, Math.floor(y))));
		if (!hold) return;
		hold.moved ||= Math.abs(y - hold.y) > SLOP;
		if (hold.moved) hex.scrollTo(topOfThumb(y - hold.inside, hex.extent, height));
	};
	const up = (event: PointerEvent<HTMLElement>) => {
		const hold = held.current;
		held.current = undefined;
		if (!hold || hold.moved) return;
		const start = byteAt(yOf(event));
		goToBytes(hex.space, { start, end: start + 1 });
	};
	const cancel = () => {
		held.current = undefined;
	};
	return {
		hover,
		handlers: {
			onPointerDown: down,
			onPointerMove: move,
			onPointerUp: up,
			onPointerCancel: cancel,
			onPointerLeave: () => setHover(undefined),
		},
	};
}
