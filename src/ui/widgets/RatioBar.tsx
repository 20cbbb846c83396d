import type { Exact } from "../../base/exact";
import { storedShare, storedText } from "../../base/words";
import "./bars.css";

interface RatioBarProps {
	/** Bytes. */
	readonly stored: Exact;
	readonly size: Exact;
	/** True when the same numbers stand beside it in words: then it is decoration. */
	readonly decorative?: boolean;
}

/** How much of the content's size is stored. Full when storing costs as much or more. */
export function RatioBar({ stored, size, decorative = false }: RatioBarProps) {
	const share = storedShare(stored, size) ?? 0;
	const name = decorative ? {} : { role: "img", "aria-label": storedText(stored, size) };
	return (
		<span className="ratio" aria-hidden={decorative || undefined} {...name}>
			<span
				className={`ratio-fill ${share > 1 ? "ratio-over" : ""}`}
				style={{ width: `${Math.min(1, share) * 100}%` }}
			/>
		</span>
	);
}
