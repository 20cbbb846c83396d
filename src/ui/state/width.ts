import { type RefObject, useLayoutEffect, useState } from "react";

/** Width of an element's content box in whole pixels, kept up to date; 0 before the first layout. */
export function useWidth(ref: RefObject<HTMLElement | null>): number {
	const [width, setWidth] = useState(0);
	useLayoutEffect(() => {
		const element = ref.current;
		if (!element) return;
		const observer = new ResizeObserver(([entry]) => {
			if (entry) setWidth(Math.floor(entry.contentRect.width));
		});
		observer.observe(element);
		return () => observer.disconnect();
	}, [ref]);
	return width;
}

export interface Box {
	/** CSS pixels; 0 before the first layout. */
	readonly width: number;
	readonly height: number;
	/** Pixels of the screen in one of these. */
	readonly ratio: number;
}

const NOTHING: Box = { width: 0, height: 0, ratio: 1 };

/**
 * Width and height of an element in whole pixels.
 * @param rest milliseconds a new size must rest before it is told
 */
export function useBox(ref: RefObject<HTMLElement | null>, rest = 0): Box {
	const [box, setBox] = useState(NOTHING);
	useLayoutEffect(() => {
		const element = ref.current;
		if (!element) return;
		let timer: ReturnType<typeof setTimeout> | undefined;
		let isKnown = false;
		const measure = () => {
			const { clientWidth: width, clientHeight: height } = element;
			isKnown ||= height > 0;
			const ratio = window.devicePixelRatio || 1;
			setBox((box) =>
				box.width === width && box.height === height && box.ratio === ratio
					? box
					: { width, height, ratio },
			);
		};
		// Its first call comes with the next layout: nothing is laid out for it alone.
		const observer = new ResizeObserver(() => {
			clearTimeout(timer);
			if (!isKnown || rest === 0) measure();
			else timer = setTimeout(measure, rest);
		});
		observer.observe(element);
		return () => {
			clearTimeout(timer);
			observer.disconnect();
		};
	}, [ref, rest]);
	return box;
}

/** How long a size rests before something dear is done for it. */
export const RESIZED = 80;
