import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import { type ReactNode, type RefObject, useRef } from "react";
import { IconButton } from "./Button";
import "./popup.css";

interface DialogProps {
	readonly open: boolean;
	onOpenChange(open: boolean): void;
	readonly title: string;
	readonly children: ReactNode;
	/** What has the focus first; else the text, which keys then scroll. */
	readonly initialFocus?: RefObject<HTMLElement | null>;
}

/** A window over the page; Escape and a click outside close it. */
export function Dialog({ open, onOpenChange, title, children, initialFocus }: DialogProps) {
	const body = useRef<HTMLDivElement>(null);
	return (
		<Base.Root open={open} onOpenChange={(next) => onOpenChange(next)}>
			<Base.Portal>
				<Base.Backdrop className="dialog-back" />
				<Base.Popup className="dialog" initialFocus={initialFocus ?? body}>
					<div className="dialog-head">
						<Base.Title className="dialog-title">{title}</Base.Title>
						<Base.Close render={<IconButton icon={X} label="Close" />} />
					</div>
					{/* biome-ignore lint/a11y/noNoninteractiveTabindex: keys must be able to scroll it */}
					<div ref={body} className="dialog-body" tabIndex={0}>
						{children}
					</div>
				</Base.Popup>
			</Base.Portal>
		</Base.Root>
	);
}
