/**
 * What pointers do over the bytes. A mouse selects, and shows what is under it; a finger
 * scrolls, taps, and selects after resting for a moment.
 */
import { type PointerEvent, type RefObject, useEffect, useMemo } from "react";
import type { OpenFile } from "../../../state/image";
import { wheelPixels } from "../model/scroll.model";
import { follow, followHere } from "../state/commands";
import { Drag } from "../state/drag";
import { Fling } from "../state/fling";
import type { Hex } from "../state/hex";
import { type Hit, hitAt } from "../state/hit";

/** A finger resting this long, ms, selects instead of scrolling. */
const LONG_PRESS = 450;
/** A finger that moved less is a tap, px. */
const SLOP = 8;
/** Rows must rest under the pointer this long, ms, before it points at one of them again. */
const REST = 120;

interface Touch {
	readonly x: number;
	readonly y: number;
	moved: boolean;
	readonly timer: ReturnType<typeof setTimeout>;
}

class Pointers {
	readonly #image: OpenFile;
	readonly #hex: Hex;
	readonly #element: RefObject<HTMLElement | null>;
	readonly #fling: Fling;
	#drag: Drag | undefined;
	#touch: Touch | undefined;
	#rest: ReturnType<typeof setTimeout> | undefined;

	constructor(image: OpenFile, hex: Hex, element: RefObject<HTMLElement | null>) {
		this.#image = image;
		this.#hex = hex;
		this.#element = element;
		this.#fling = new Fling((pixels) => hex.scrollBy(pixels));
	}

	readonly down = (event: PointerEvent<HTMLElement>): void => {
		if (event.button !== 0) return;
		event.currentTarget.focus({ preventScroll: true });
		event.currentTarget.setPointerCapture(event.pointerId);
		const { x, y } = this.#point(event);
		if (event.pointerType === "touch") {
			const timer = setTimeout(() => this.#longPress(), LONG_PRESS);
			this.#touch = { x, y, moved: false, timer };
			this.#fling.begin(y, event.timeStamp);
			return;
		}
		const hit = hitAt(this.#hex, x, y);
		if (!hit) return;
		const target = this.#hex.leaf(hit.offset)?.node.target;
		const follows = (event.ctrlKey || event.metaKey) && hit.inside;
		if (follows && target) {
			void follow(this.#image, target).then(this.#hex.say);
			return;
		}
		const isKnown = this.#hex.knows(hit.offset);
		this.#put(hit, event.shiftKey);
		if (follows && !isKnown) void this.#followWhenKnown();
		this.#drag = new Drag(this.#hex, hit.side);
	};

	readonly move = (event: PointerEvent<HTMLElement>): void => {
		const { x, y } = this.#point(event);
		if (this.#drag) this.#drag.to(x, y);
		else if (this.#touch) {
			const touch = this.#touch;
			touch.moved ||= Math.hypot(x - touch.x, y - touch.y) > SLOP;
			if (!touch.moved) return;
			clearTimeout(touch.timer);
			this.#fling.move(y, event.timeStamp);
		} else if (event.pointerType !== "touch") this.#hover({ x, y });
	};

	readonly up = (event: PointerEvent<HTMLElement>): void => {
		this.#drag?.end();
		this.#drag = undefined;
		const touch = this.#touch;
		this.#touch = undefined;
		if (!touch) return;
		clearTimeout(touch.timer);
		if (touch.moved) this.#fling.release(event.timeStamp);
		else {
			const hit = hitAt(this.#hex, touch.x, touch.y);
			if (hit) this.#put(hit, false);
		}
	};

	readonly cancel = (): void => {
		this.#drag?.end();
		this.#drag = undefined;
		if (this.#touch) clearTimeout(this.#touch.timer);
		this.#touch = undefined;
	};

	readonly leave = (): void => {
		clearTimeout(this.#rest);
		this.#hex.hover(undefined);
	};

	/** Selects the whole field: its first click has put the cursor there. */
	readonly double = async (event: React.MouseEvent<HTMLElement>): Promise<void> => {
		const { x, y } = this.#point(event);
		if (!hitAt(this.#hex, x, y)?.inside || !(await this.#hex.whenKnown())) return;
		const leaf = this.#hex.leaf(this.#hex.state.selection.cursor);
		if (leaf) this.#hex.select({ anchor: leaf.end - 1, cursor: leaf.start });
	};

	readonly wheel = (event: WheelEvent): void => {
		// Zooming and scrolling sideways are the browser's.
		if (event.ctrlKey || event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) return;
		event.preventDefault();
		this.#fling.stop();
		const { extent } = this.#hex;
		this.#hex.scrollBy(wheelPixels(event.deltaY, event.deltaMode, extent));
		clearTimeout(this.#rest);
		this.#rest = setTimeout(() => this.#hover(this.#point(event)), REST);
	};

	close(): void {
		clearTimeout(this.#rest);
		this.cancel();
		this.#fling.stop();
	}

	#point(event: { clientX: number; clientY: number }): { x: number; y: number } {
		const box = this.#element.current?.getBoundingClientRect();
		return { x: event.clientX - (box?.left ?? 0), y: event.clientY - (box?.top ?? 0) };
	}

	#put({ offset, side }: Hit, extend: boolean): void {
		this.#hex.setSide(side);
		this.#hex.move(offset, extend);
		this.#hex.pick();
	}

	async #followWhenKnown(): Promise<void> {
		if (await this.#hex.whenKnown()) this.#hex.say(await followHere(this.#image, this.#hex));
	}

	#hover({ x, y }: { x: number; y: number }): void {
		const hit = hitAt(this.#hex, x, y);
		this.#hex.hover(hit?.inside ? hit.offset : undefined);
	}

	#longPress(): void {
		const touch = this.#touch;
		if (!touch) return;
		this.#touch = undefined;
		this.#fling.stop();
		const hit = hitAt(this.#hex, touch.x, touch.y);
		if (!hit) return;
		this.#put(hit, false);
		this.#drag = new Drag(this.#hex, hit.side);
	}
}

/** Handlers for the element that lies over the canvas. */
export function usePointers(image: OpenFile, hex: Hex, element: RefObject<HTMLElement | null>) {
	const pointers = useMemo(() => new Pointers(image, hex, element), [image, hex, element]);
	useEffect(() => {
		const target = element.current;
		// React listens passively to wheels, and a passive listener cannot keep the page in place.
		target?.addEventListener("wheel", pointers.wheel, { passive: false });
		return () => {
			target?.removeEventListener("wheel", pointers.wheel);
			pointers.close();
		};
	}, [element, pointers]);
	return {
		onPointerDown: pointers.down,
		onPointerMove: pointers.move,
		onPointerUp: pointers.up,
		onPointerCancel: pointers.cancel,
		onPointerLeave: pointers.leave,
		onDoubleClick: pointers.double,
	};
}
