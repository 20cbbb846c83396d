/**
 * The bytes: a canvas, which screen readers cannot see, under an element that has the focus,
 * the keys and the name. Its role is `application`: a `grid` would have to contain its cells,
 * and a space has billions; browsing modes would swallow the arrow keys of anything less.
 * What the cursor is on is said by {@link SpokenCursor}.
 */
import { useEffect, useId, useLayoutEffect, useRef } from "react";
import type { OpenFile } from "../../../state/image";
import { focusView } from "../../../widgets/focus";
import { type Settings, Surface } from "../draw/surface";
import type { Hex } from "../state/hex";
import { MapStrip } from "./MapStrip";
import { SpokenCursor } from "./SpokenCursor";
import { useKeys } from "./use-keys";
import { usePointers } from "./use-pointer";
import "./byte-grid.css";

interface ByteGridProps {
	readonly image: OpenFile;
	readonly hex: Hex;
	/** Name of the space. */
	readonly label: string;
	readonly settings: Settings;
}

export function ByteGrid({ image, hex, label, settings }: ByteGridProps) {
	const room = useRef<HTMLDivElement>(null);
	const canvas = useRef<HTMLCanvasElement>(null);
	const keys = useRef<HTMLDivElement>(null);
	const help = useId();
	useSurface(hex, canvas, room, settings);
	// Where the view got the focus before the bytes were there, keys are meant for them.
	useEffect(() => {
		if (document.activeElement?.id === "main") focusView();
	}, []);
	const pointers = usePointers(image, hex, keys);
	const onKeyDown = useKeys(image, hex);

	return (
		<div className="hex-grid">
			<MapStrip image={image} hex={hex} label={label} />
			<div ref={room} className="hex-room">
				<div className="hex-plane">
					<canvas ref={canvas} className="hex-canvas" aria-hidden />
					<div
						ref={keys}
						className="hex-keys"
						role="application"
						aria-roledescription="hex viewer"
						aria-label={`Bytes of ${label}`}
						aria-describedby={help}
						// biome-ignore lint/a11y/noNoninteractiveTabindex: an application takes the keys
						tabIndex={0}
						onKeyDown={onKeyDown}
						onFocus={() => hex.setFocused(true)}
						onBlur={() => hex.setFocused(false)}
						{...pointers}
					/>
				</div>
			</div>
			<p id={help} hidden>
				Arrow keys move by bytes and rows, with Shift they select. Control and arrow keys move by
				fields. Control G goes to an offset, Control F searches, Enter follows a pointer, Shift and
				Enter go from contents to the stored bytes they come from, and back.
			</p>
			<SpokenCursor image={image} hex={hex} />
		</div>
	);
}

function useSurface(
	hex: Hex,
	canvas: React.RefObject<HTMLCanvasElement | null>,
	room: React.RefObject<HTMLDivElement | null>,
	settings: Settings,
): void {
	const surface = useRef<Surface>(null);
	const first = useRef(settings);
	first.current = settings;
	useLayoutEffect(() => {
		if (!canvas.current || !room.current) return;
		const made = new Surface(canvas.current, room.current, hex, first.current);
		surface.current = made;
		return () => {
			surface.current = null;
			made.close();
		};
	}, [hex, canvas, room]);
	useEffect(() => surface.current?.configure(settings), [settings]);
}
