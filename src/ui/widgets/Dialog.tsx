import { X } from "lucide-react";
import { type ReactNode, type RefObject, useLayoutEffect, useRef } from "react";
import { IconButton } from "./Button";
import "./popup.css";

interface ModalProps {
	/** Its name for screen readers. */
	readonly label: string;
	readonly className?: string;
	/** What has the focus first. */
	readonly initialFocus: RefObject<HTMLElement | null>;
	readonly children: ReactNode;
	onClose(): void;
}

/** A window over the page, as long as it is there; Escape and a click outside close it. */
export function Modal({ label, className = "", initialFocus, onClose, children }: ModalProps) {
	const box = useRef<HTMLDialogElement>(null);
	useLayoutEffect(() => {
		const dialog = box.current;
		dialog?.showModal();
		initialFocus.current?.focus();
		return () => dialog?.close(); // gives the focus back
	}, [initialFocus]);
	return (
		// biome-ignore lint/a11y/useKeyWithClickEvents: Escape is the key, and the browser's
		<dialog
			ref={box}
			className={`dialog ${className}`}
			aria-label={label}
			onCancel={onClose}
			onClick={({ target, currentTarget }) => target === currentTarget && onClose()}
		>
			{children}
		</dialog>
	);
}

interface DialogProps {
	readonly title: string;
	readonly children: ReactNode;
	/** What has the focus first; else the text, which keys then scroll. */
	readonly initialFocus?: RefObject<HTMLElement | null>;
	onClose(): void;
}

export function Dialog({ title, children, initialFocus, onClose }: DialogProps) {
	const body = useRef<HTMLDivElement>(null);
	return (
		<Modal label={title} initialFocus={initialFocus ?? body} onClose={onClose}>
			<div className="dialog-head">
				<h2 className="dialog-title">{title}</h2>
				<IconButton icon={X} label="Close" onClick={onClose} />
			</div>
			{/* biome-ignore lint/a11y/noNoninteractiveTabindex: keys must be able to scroll it */}
			<div ref={body} className="dialog-body" tabIndex={0}>
				{children}
			</div>
		</Modal>
	);
}
