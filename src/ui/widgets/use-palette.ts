/** The colours of a canvas, which change with the theme. */
import { type RefObject, useEffect, useState } from "react";
import { flushSync } from "react-dom";
import { watchTheme } from "./palette";

/** @param read always the same function; it gets the element around the canvas */
export function usePalette<Palette>(
	canvas: RefObject<HTMLCanvasElement | null>,
	read: (host: HTMLElement) => Palette,
): Palette | undefined {
	const [palette, setPalette] = useState<Palette>();
	// After the first paint, when all styles are known anyway.
	useEffect(() => {
		const host = canvas.current?.parentElement;
		if (!host) return;
		const take = () => setPalette(read(host));
		take();
		// At once: who prints waits for nothing.
		return watchTheme(() => flushSync(take));
	}, [canvas, read]);
	return palette;
}
