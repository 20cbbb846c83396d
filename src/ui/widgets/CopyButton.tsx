import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { Button, IconButton } from "./Button";

/** How long the button says "Copied", in milliseconds. */
const SAID_MS = 1600;

interface CopyProps {
	/** The text, or how to make it when the button is pressed. */
	readonly text: string | (() => string);
	/** "Copy path". */
	readonly label: string;
	readonly small?: boolean;
}

function useCopy(text: CopyProps["text"]) {
	const [state, setState] = useState<"idle" | "done" | "failed">("idle");
	useEffect(() => {
		if (state === "idle") return;
		const timer = setTimeout(() => setState("idle"), SAID_MS);
		return () => clearTimeout(timer);
	}, [state]);
	const copy = () =>
		Promise.resolve(navigator.clipboard?.writeText(typeof text === "string" ? text : text()))
			.then(() => setState(navigator.clipboard ? "done" : "failed"))
			.catch(() => setState("failed"));
	const said = { idle: undefined, done: "Copied", failed: "The browser did not allow it" }[state];
	return { copy: () => void copy(), said, Icon: state === "done" ? Check : Copy };
}

const Said = ({ text }: { readonly text: string | undefined }) => (
	<span className="hidden-text" role="status">
		{text}
	</span>
);

/** Copies text; says so on the button and to screen readers. */
export function CopyButton({ text, label, small = false }: CopyProps) {
	const { copy, said, Icon } = useCopy(text);
	return (
		<>
			<Button small={small} icon={Icon} onClick={copy}>
				{said ?? label}
			</Button>
			<Said text={said} />
		</>
	);
}

/** The same as a small picture beside a value. */
export function CopyIcon({ text, label }: CopyProps) {
	const { copy, said, Icon } = useCopy(text);
	return (
		<>
			<IconButton small icon={Icon} label={said ?? label} onClick={copy} />
			<Said text={said} />
		</>
	);
}
