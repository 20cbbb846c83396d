/** Says in the frame, whatever is shown, that it is an altered copy; leads to what was altered. */
import { Hammer } from "lucide-react";
import { changesText, openBench } from "../state/bench";
import type { OpenFile } from "../state/image";
import "./altered.css";

export function AlteredMark({ file }: { readonly file: OpenFile }) {
	const { edits } = file.origin;
	if (!edits) return null;
	return (
		<button type="button" className="altered-mark" onClick={() => openBench()}>
			<Hammer aria-hidden />
			<span>
				Altered<span className="altered-word"> copy</span>
				<span className="altered-count">: {changesText(file, edits)}</span>
			</span>
		</button>
	);
}
