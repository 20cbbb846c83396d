import { countText } from "../../base/words";
import { usePrinting } from "../state/media";
import "./unprinted.css";

interface UnprintedProps {
	/** Rows of a list that are not on the paper. */
	readonly left: number;
	/** Where they are instead. */
	readonly instead: string;
}

export function Unprinted({ left, instead }: UnprintedProps) {
	if (!usePrinting() || left === 0) return null;
	return (
		<p className="unprinted">
			{countText(left)} more are not printed: {instead}.
		</p>
	);
}
