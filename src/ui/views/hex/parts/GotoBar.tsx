import { X } from "lucide-react";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { failureInfo } from "../../../../base/errors";
import type { OpenFile } from "../../../state/image";
import { navigate } from "../../../state/location";
import { nidOf } from "../../../state/selected";
import { Button, IconButton } from "../../../widgets/Button";
import { type Goto, parseGoto } from "../model/goto.model";
import { goToBytes } from "../state/commands";
import type { Hex } from "../state/hex";
import { useHex } from "./use-hex";

interface GotoBarProps {
	readonly image: OpenFile;
	readonly hex: Hex;
	/** Gives the focus back to the bytes. */
	onClose(): void;
}

/** A box that says what it understood before it goes there. */
export function GotoBar({ image, hex, onClose }: GotoBarProps) {
	const [text, setText] = useState("");
	const [failed, setFailed] = useState<string>();
	const cursor = useHex(hex, (s) => s.selection.cursor);
	const input = useRef<HTMLInputElement>(null);
	useEffect(() => input.current?.focus(), []);
	const { size, blockSize } = hex;
	const to = parseGoto(text, { cursor, size, blockSize });
	const wrong = failed ?? (to.kind === "wrong" ? to.why : undefined);

	const submit = async (event: FormEvent) => {
		event.preventDefault();
		if (to.kind === "empty" || to.kind === "wrong") return;
		try {
			await go(image, hex, to);
			onClose();
		} catch (error) {
			setFailed(failureInfo(error).message);
		}
	};
	return (
		<form
			className="hex-bar"
			aria-label="Go to"
			onSubmit={(event) => void submit(event)}
			onKeyDown={(event) => event.key === "Escape" && onClose()}
		>
			<label className="hex-bar-label" htmlFor="hex-goto">
				Go to
			</label>
			<input
				ref={input}
				id="hex-goto"
				className="input hex-bar-input mono"
				placeholder="0x480, 1152, +16, b3, nid 36, /usr/bin"
				autoComplete="off"
				spellCheck={false}
				value={text}
				aria-invalid={wrong ? true : undefined}
				aria-describedby="hex-goto-means"
				onChange={(event) => {
					setText(event.target.value);
					setFailed(undefined);
				}}
			/>
			<Button type="submit" disabled={to.kind === "empty" || to.kind === "wrong"}>
				Go
			</Button>
			<p id="hex-goto-means" className={wrong ? "hex-bar-wrong" : "hex-bar-note"} role="status">
				{wrong ?? (to.kind === "empty" ? EXPLANATION : to.kind === "wrong" ? "" : to.means)}
			</p>
			<IconButton icon={X} label="Close" keys="Esc" onClick={onClose} />
		</form>
	);
}

const EXPLANATION = "An offset, a step from the cursor, a block, an inode, or a path.";

type Found = Exclude<Goto, { kind: "empty" | "wrong" }>;

/** @throws Failure when the inode or path does not exist */
async function go(image: OpenFile, hex: Hex, to: Found): Promise<void> {
	if (to.kind === "offset") return goToBytes(hex.space, { start: to.offset, end: to.offset + 1 });
	const nid = to.kind === "nid" ? to.nid : await nidOf(image, to.path);
	const { at } = await image.client.call("inode", { nid });
	const { space, start, end } = at;
	const selected = to.kind === "nid" ? { nid, path: undefined } : { nid: undefined, path: to.path };
	navigate({ view: "hex", space, at: { start, end }, ...selected });
}
