import { RotateCw } from "lucide-react";
import type { ReactNode } from "react";
import type { FailureInfo } from "../../base/errors";
import { Button } from "./Button";
import { CopyButton } from "./CopyButton";
import { Disclosure } from "./Disclosure";
import { failureDetails, failureReport } from "./failure.model";
import { Notice } from "./Notice";

interface FailureNoticeProps {
	readonly info: FailureInfo;
	/** What was tried: "Opening disk.img failed". */
	readonly title?: string;
	readonly onRetry?: (() => void) | undefined;
	readonly onDismiss?: (() => void) | undefined;
	/** Further buttons. */
	readonly actions?: ReactNode;
}

/** What happened, where, and what can be done. Says nothing when the user cancelled. */
export function FailureNotice({ info, title, onRetry, onDismiss, actions }: FailureNoticeProps) {
	if (info.kind === "cancelled") return null;
	const buttons = (
		<>
			{actions}
			{onRetry && (
				<Button small icon={RotateCw} onClick={onRetry}>
					Retry
				</Button>
			)}
			{info.kind === "bug" && (
				<CopyButton
					small
					label="Copy report"
					text={() => failureReport(info, navigator.userAgent)}
				/>
			)}
		</>
	);
	return (
		<Notice tone="error" live title={title ?? info.message} onDismiss={onDismiss} actions={buttons}>
			{title && <p>{info.message}</p>}
			{info.hint && <p>{info.hint}</p>}
			<Disclosure summary="Technical details" className="notice-details">
				<dl>
					{failureDetails(info).map(({ label, value }) => (
						<Row key={label} label={label} value={value} />
					))}
				</dl>
				{info.stack && <pre>{info.stack}</pre>}
			</Disclosure>
		</Notice>
	);
}

const Row = ({ label, value }: { readonly label: string; readonly value: string }) => (
	<>
		<dt>{label}</dt>
		<dd className="mono">{value}</dd>
	</>
);
