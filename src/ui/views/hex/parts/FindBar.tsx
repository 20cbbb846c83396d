import { ChevronDown, ChevronUp, X } from "lucide-react";
import {
	type KeyboardEvent,
	type Ref,
	useEffect,
	useImperativeHandle,
	useMemo,
	useRef,
	useState,
} from "react";
import { doneText } from "../../../../base/words";
import { useFindWish } from "../../../state/find";
import type { OpenFile } from "../../../state/image";
import { Button, IconButton } from "../../../widgets/Button";
import { isClosing } from "../../../widgets/closing";
import { Checkbox } from "../../../widgets/Field";
import { Segmented } from "../../../widgets/Segmented";
import { type FindKind, parsePattern } from "../model/pattern.model";
import { goToBytes } from "../state/commands";
import { Finder, type FindState, searchWith } from "../state/find";
import type { Hex } from "../state/hex";

export interface FindHandle {
	/** The next or previous hit of what is in the box. */
	again(backward: boolean): void;
	focus(): void;
}

interface FindBarProps {
	readonly image: OpenFile;
	readonly hex: Hex;
	readonly handle: Ref<FindHandle>;
	/** Gives the focus back to the bytes. */
	onClose(): void;
}

const KINDS = [
	{ value: "text", label: "Text" },
	{ value: "bytes", label: "Hex" },
] as const;

export function FindBar({ image, hex, handle, onClose }: FindBarProps) {
	const [text, setText] = useState("");
	const [kind, setKind] = useState<FindKind>("text");
	const [ignoreCase, setIgnoreCase] = useState(false);
	const input = useRef<HTMLInputElement>(null);
	const { finder, state, forget } = useFinder(image, hex);
	const pattern = parsePattern(text, kind);
	const wrong = pattern && "why" in pattern ? pattern.why : undefined;
	const bytes = pattern && "bytes" in pattern ? pattern.bytes : undefined;

	const wish = useFindWish((s) => s.text);
	useEffect(() => {
		if (wish === undefined) return;
		useFindWish.setState({ text: undefined });
		setText(wish);
		setKind("text");
		input.current?.focus();
		const wished = parsePattern(wish, "text");
		if (wished && "bytes" in wished) void finder.find({ bytes: wished.bytes, ignoreCase }, false);
	}, [wish, finder, ignoreCase]);

	const find = (backward: boolean) => {
		if (bytes) void finder.find({ bytes, ignoreCase: ignoreCase && kind === "text" }, backward);
	};
	const focus = () => input.current?.select();
	useImperativeHandle(handle, () => ({ again: find, focus }));
	useEffect(() => input.current?.focus(), []);

	const onKeyDown = (event: KeyboardEvent) => {
		if (isClosing(event)) return onClose();
		if (event.key !== "Enter" || event.target !== input.current) return;
		event.preventDefault();
		find(event.shiftKey);
	};
	return (
		<search className="hex-bar" aria-label="Find in bytes" onKeyDown={onKeyDown}>
			<label className="hex-bar-label" htmlFor="hex-find">
				Find
			</label>
			<input
				ref={input}
				id="hex-find"
				className="input hex-bar-input mono"
				placeholder={kind === "text" ? "text, as UTF-8" : "e2 e1 f5 e0"}
				autoComplete="off"
				spellCheck={false}
				value={text}
				aria-invalid={wrong ? true : undefined}
				aria-describedby="hex-find-state"
				onChange={(event) => {
					setText(event.target.value);
					forget();
				}}
			/>
			<Segmented<FindKind> label="What to find" value={kind} onChange={setKind} options={KINDS} />
			{kind === "text" && (
				<Checkbox checked={ignoreCase} onChange={setIgnoreCase}>
					Ignore case
				</Checkbox>
			)}
			<IconButton
				icon={ChevronUp}
				label="Previous"
				keys="Shift+F3"
				disabled={!bytes}
				onClick={() => find(true)}
			/>
			<IconButton
				icon={ChevronDown}
				label="Next"
				keys="F3"
				disabled={!bytes}
				onClick={() => find(false)}
			/>
			{state.running && <Button onClick={() => finder.stop()}>Stop</Button>}
			<p
				id="hex-find-state"
				className={wrong || state.tone ? "hex-bar-wrong" : "hex-bar-note"}
				role="status"
				title={wrong ?? wordsOf(state)}
			>
				{wrong ?? wordsOf(state)}
			</p>
			<IconButton icon={X} label="Close" keys="Esc" onClick={onClose} />
		</search>
	);
}

function wordsOf({ running, progress, message }: FindState): string {
	if (!running) return message ?? "";
	const share = progress?.total ? doneText(progress.done / progress.total) : "";
	return `Searching ${share}`;
}

function useFinder(image: OpenFile, hex: Hex) {
	const [state, setState] = useState<FindState>({ running: false });
	const finder = useMemo(
		() =>
			new Finder(hex, searchWith(image), {
				state: setState,
				hit: (hit) => goToBytes(hit.space, hit),
			}),
		[image, hex],
	);
	useEffect(() => () => finder.stop(), [finder]);
	return { finder, state, forget: () => setState({ running: false }) };
}
