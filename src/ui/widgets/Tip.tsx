import { Tooltip } from "@base-ui/react/tooltip";
import type { ReactElement, ReactNode } from "react";
import { Kbd } from "./Kbd";
import "./tip.css";

interface TipProps {
	readonly text: ReactNode;
	readonly keys?: string | undefined;
	readonly side?: "top" | "bottom" | "left" | "right";
	/** The control it belongs to; it must have a name of its own. */
	readonly children: ReactElement<Record<string, unknown>>;
}

/** A tooltip for the name of a control: on hover and on keyboard focus. */
export function Tip({ text, keys, side = "bottom", children }: TipProps) {
	return (
		<Tooltip.Root>
			<Tooltip.Trigger render={children} />
			<Tooltip.Portal>
				<Tooltip.Positioner className="tip-layer" side={side} sideOffset={6}>
					{/* The control has a name of its own; this only shows it. */}
					<Tooltip.Popup className="tip" aria-hidden>
						{text}
						{keys && <Kbd keys={keys} />}
					</Tooltip.Popup>
				</Tooltip.Positioner>
			</Tooltip.Portal>
		</Tooltip.Root>
	);
}
