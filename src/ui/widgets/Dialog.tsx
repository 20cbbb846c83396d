import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import { type ReactNode, useRef } from "react";
import { IconButton } from "./Button";
import "./popup.css";

interface DialogProps {
	readonly open: boolean;
	onOpenChange(open: boolean): void;
	readonly title: string;
	readonly children: ReactNode;
}

/** A window over the page; Escape and a click outside close it. */
export function Dialog({ open, onOpenChange, title, children }: DialogProps) {
	const popup = useRef<HTMLDivElement>(null);
	return (
		<Base.Root open={open} onOpenChange={(next) => onOpenChange(next)}>
			<Base.Portal>
				<Base.Backdrop className="dialog-back" />
				<Base.Popup ref={popup} className="dialog" initialFocus={popup}>
					<div className="dialog-head">
						<Base.Title className="dialog-title">{title}</Base.Title>
						<Base.Close render={<IconButton icon={X} label="Close" />} />
					</div>
					<div className="dialog-body">{children}</div>
				</Base.Popup>
			</Base.Portal>
		</Base.Root>
	);
}
