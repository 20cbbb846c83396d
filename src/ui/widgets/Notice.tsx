import { CircleCheck, CircleX, Info, TriangleAlert, X } from "lucide-react";
import type { ReactNode } from "react";
import type { Severity } from "../../base/finding";
import { IconButton } from "./Button";
import "./notice.css";

export type Tone = Severity | "ok" | "plain";

const MARKS = {
	error: CircleX,
	warning: TriangleAlert,
	note: Info,
	ok: CircleCheck,
	plain: Info,
} as const satisfies Record<Tone, unknown>;

const WORDS: Record<Severity, string> = { error: "Error", warning: "Warning", note: "Note" };

interface NoticeProps {
	readonly tone: Tone;
	readonly title?: ReactNode;
	readonly children?: ReactNode;
	/** Buttons: what can be done about it. */
	readonly actions?: ReactNode;
	readonly onDismiss?: (() => void) | undefined;
	/** Read out at once, for news the user did not ask for. */
	readonly live?: boolean;
}

/** A framed message in the flow of a page. */
export function Notice({ tone, title, children, actions, onDismiss, live }: NoticeProps) {
	const Mark = MARKS[tone];
	return (
		<div className={`notice notice-${tone}`} role={live ? "alert" : undefined}>
			<Mark className="notice-mark" aria-hidden />
			{title && <p className="notice-title">{title}</p>}
			{children && <div className="notice-body">{children}</div>}
			{actions && <div className="notice-actions">{actions}</div>}
			{onDismiss && (
				<span className="notice-close">
					<IconButton icon={X} small label="Dismiss" onClick={onDismiss} />
				</span>
			)}
		</div>
	);
}

interface SeverityMarkProps {
	readonly severity: Severity;
	/** The picture alone, where there is no room for the word. */
	readonly bare?: boolean;
}

/** "Error", "Warning" or "Note" with its picture. */
export function SeverityMark({ severity, bare }: SeverityMarkProps) {
	const Mark = MARKS[severity];
	return (
		<span className={`severity severity-${severity}`}>
			<Mark aria-hidden />
			<span className={bare ? "hidden-text" : undefined}>{WORDS[severity]}</span>
		</span>
	);
}
