/**
 * Names of controls that show only a picture. A control says its name by {@link tip}; one tooltip
 * serves the whole page. It is for eyes only: the control has a name of its own.
 */
import { useEffect, useRef, useState } from "react";
import { Kbd } from "./Kbd";
import { showPopup } from "./popup";
import "./tip.css";

/** Milliseconds the pointer rests on a control before its name shows; the next one shows at once. */
const DELAY = 400;
const AGAIN = 300;

interface Shown {
	readonly of: HTMLElement;
	readonly text: string;
	readonly keys: string | undefined;
}

/** The attributes of a control with a tooltip. */
export const tip = (text: string, keys?: string) => ({ "data-tip": text, "data-tip-keys": keys });

/** The name of whatever the pointer or the focus is on; once in a page. */
export function TipLayer() {
	const [shown, setShown] = useState<Shown>();
	const box = useRef<HTMLDivElement>(null);
	useEffect(() => watch(setShown), []);
	useEffect(() => {
		if (shown && box.current) showPopup(box.current, shown.of.getBoundingClientRect(), "center");
	}, [shown]);
	return (
		shown && (
			<div ref={box} popover="manual" className="tip" aria-hidden>
				{shown.text}
				{shown.keys && <Kbd keys={shown.keys} />}
			</div>
		)
	);
}

/** Tells what to show, and undefined when nothing. Returns how to stop. */
function watch(show: (shown: Shown | undefined) => void): () => void {
	let timer: ReturnType<typeof setTimeout> | undefined;
	let over: HTMLElement | undefined;
	let hidden = Number.NEGATIVE_INFINITY;
	let isShown = false;

	const hide = () => {
		clearTimeout(timer);
		if (isShown) hidden = performance.now();
		isShown = false;
		show(undefined);
	};
	const open = (of: HTMLElement) => {
		if (!of.isConnected) return;
		isShown = true;
		show({ of, text: of.dataset.tip ?? "", keys: of.dataset.tipKeys });
	};
	const onOver = ({ target, pointerType }: PointerEvent) => {
		const next = pointerType === "touch" ? undefined : named(target);
		if (next === over) return;
		over = next;
		hide();
		if (!next) return;
		const isNext = performance.now() - hidden < AGAIN;
		timer = setTimeout(() => open(next), isNext ? 0 : DELAY);
	};
	const onFocus = ({ target }: FocusEvent) => {
		hide();
		const next = named(target);
		if (next?.matches(":focus-visible")) open(next);
	};
	const stop = new AbortController();
	const options = { capture: true, passive: true, signal: stop.signal };
	document.addEventListener("pointerover", onOver, options);
	document.addEventListener("focusin", onFocus, options);
	for (const leave of ["pointerdown", "keydown", "scroll", "focusout"] as const) {
		document.addEventListener(leave, hide, options);
	}
	return () => {
		stop.abort();
		clearTimeout(timer);
	};
}

function named(target: EventTarget | null): HTMLElement | undefined {
	const element = target instanceof Element ? target.closest("[data-tip]") : undefined;
	return element instanceof HTMLElement ? element : undefined;
}
