import { Popover } from "@base-ui/react/popover";
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

interface TermProps {
	/** What the word means, one or two sentences. */
	readonly doc: ReactNode;
	/** Smaller print below: a range, a kernel version. */
	readonly more?: ReactNode;
	/** Heading of the explanation; the word itself when absent. */
	readonly title?: ReactNode;
	readonly className?: string;
	readonly children: ReactNode;
}

/** A word that can be explained: by hover, by keyboard, and by touch. */
export function Term({ doc, more, title, className = "", children }: TermProps) {
	return (
		<Popover.Root>
			<Popover.Trigger openOnHover delay={250} className={`term ${className}`}>
				{children}
			</Popover.Trigger>
			<Popover.Portal>
				<Popover.Positioner className="tip-layer" side="bottom" align="start" sideOffset={6}>
					<Popover.Popup className="term-card" initialFocus={false}>
						<Popover.Title className="term-title" render={<p />}>
							{title ?? children}
						</Popover.Title>
						<Popover.Description render={<div />}>{doc}</Popover.Description>
						{more && <div className="term-more">{more}</div>}
					</Popover.Popup>
				</Popover.Positioner>
			</Popover.Portal>
		</Popover.Root>
	);
}
