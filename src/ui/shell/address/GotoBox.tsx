/** The address line as a box to type into: it says what it understood before it goes there. */
import { type FormEvent, useEffect, useRef, useState } from "react";
import { Failure, failureInfo, isCancelled } from "../../../base/errors";
import { nameBytes, showName } from "../../../base/text";
import type { PathStep } from "../../../worker/protocol";
import { isImage, type OpenFile } from "../../state/image";
import { type Change, currentPlace, navigate, usePlace } from "../../state/location";
import { useSpaceFacts } from "../../views/hex/data/queries";
import { isClosing } from "../../widgets/closing";
import { focusAgain, focusView } from "../../widgets/focus";
import { type Goto, parseGoto } from "./goto.model";

interface GotoBoxProps {
	readonly file: OpenFile;
	/** What stands in the box at first. */
	readonly text: string;
	onClose(): void;
}

export function GotoBox({ file, text: first, onClose }: GotoBoxProps) {
	const [text, setText] = useState(first);
	const [failed, setFailed] = useState<string>();
	const { space, at } = usePlace();
	const size = useSpaceFacts(file, space).facts?.size ?? 0;
	const input = useRef<HTMLInputElement>(null);
	const running = useRef<AbortController>(undefined);
	const [before] = useState(() => document.activeElement);
	useEffect(() => {
		input.current?.select();
		return () => running.current?.abort();
	}, []);
	const cursor = at?.start ?? 0;
	const to = parseGoto(text, { cursor, size, blockSize: file.facts.blockSize });
	const wrong = failed ?? (to.kind === "wrong" ? to.why : undefined);
	const note = to.kind === "offset" || to.kind === "nid" ? to.means : explanation(isImage(file));

	const submit = async (event: FormEvent) => {
		event.preventDefault();
		if (to.kind === "empty" || to.kind === "wrong") return;
		running.current?.abort();
		const mine = new AbortController();
		running.current = mine;
		try {
			navigate(await changeTo(file, to, mine.signal));
			onClose();
			focusView();
		} catch (error) {
			if (!isCancelled(error)) setFailed(failureInfo(error).message);
		}
	};
	return (
		<form
			className="goto"
			aria-label="Go to"
			onSubmit={(event) => void submit(event)}
			onKeyDown={(event) => {
				if (!isClosing(event)) return;
				onClose();
				focusAgain(before);
			}}
			// Who looks at another window comes back to what was typed.
			onBlur={({ currentTarget, relatedTarget }) =>
				document.hasFocus() && !currentTarget.contains(relatedTarget) && onClose()
			}
		>
			<input
				ref={input}
				// biome-ignore lint/a11y/noAutofocus: it takes the place of what was pressed
				autoFocus
				className="goto-input mono"
				aria-label={isImage(file) ? "Path, offset, block or inode number" : "Offset"}
				aria-invalid={wrong ? true : undefined}
				aria-describedby="goto-note"
				spellCheck={false}
				autoComplete="off"
				value={text}
				onChange={(event) => {
					setText(event.target.value);
					setFailed(undefined);
				}}
			/>
			<p id="goto-note" className={wrong ? "goto-note goto-wrong" : "goto-note"} role="status">
				{wrong ?? note}
			</p>
		</form>
	);
}

const explanation = (isImage: boolean): string =>
	isImage
		? "A path, an offset (0x2c0, 704), a step from here (+16), a block (b3), or an inode number (n77)."
		: "An offset (0x2c0, 704), a step from here (+16), or end.";

type Found = Exclude<Goto, { kind: "empty" | "wrong" }>;

/**
 * Bytes are shown as bytes; an inode where it is looked at: its bytes in Bytes, else itself.
 * @throws Failure when the inode or path does not exist
 */
async function changeTo(file: OpenFile, to: Found, signal: AbortSignal): Promise<Change> {
	const { view, space } = currentPlace();
	if (to.kind === "offset") {
		return { view: "bytes", space, at: { start: to.offset, end: to.offset + 1 } };
	}
	const { nid, path } =
		to.kind === "nid" ? { nid: to.nid, path: undefined } : await walkTo(file, to.path, signal);
	const selected = { path, nid: path === undefined ? nid : undefined, filter: undefined };
	if (view !== "bytes" && isImage(file)) return { ...selected, view: "files" };
	const { at } = await file.client.call("inode", { nid }, { signal });
	return { ...selected, view: "bytes", space: at.space, at: { start: at.start, end: at.end } };
}

async function walkTo({ client }: OpenFile, path: string, signal: AbortSignal) {
	const { steps } = await client.call("resolve", { path: nameBytes(path) }, { signal });
	const last = steps.at(-1); // the root at least
	if (!last) throw new Failure({ kind: "bug", message: "A path has no end." });
	return { nid: last.nid, path: pathOf(steps) };
}

/** The path as it was found: without "..", doubled slashes and the like. */
const pathOf = (steps: readonly PathStep[]): string =>
	`/${steps
		.map((step) => showName(step.name))
		.filter(Boolean)
		.join("/")}`;
