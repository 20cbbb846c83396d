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

/** Width and height of an element in whole pixels, once they rest; 0 before the first layout. */
export function useBox(ref: React.RefObject<HTMLElement | null>) {
	const [box, setBox] = useState({ width: 0, height: 0 });
	useLayoutEffect(() => {
		const element = ref.current;
		if (!element) return;
		let timer: ReturnType<typeof setTimeout> | undefined;
		const measure = () =>
			setBox((before) => {
				const { clientWidth: width, clientHeight: height } = element;
				return before.width === width && before.height === height ? before : { width, height };
			});
		measure();
		const observer = new ResizeObserver(() => {
			clearTimeout(timer);
			timer = setTimeout(measure, RESIZED);
		});
		observer.observe(element);
		return () => {
			clearTimeout(timer);
			observer.disconnect();
		};
	}, [ref]);
	return box;
}

/** Milliseconds a size must rest before it is told. */
const RESIZED = 80;
