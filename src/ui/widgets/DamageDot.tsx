import { counted } from "../../base/words";
import "./damage-dot.css";

export interface Damage {
	/** What is wrong with the entry itself, in words; "" when nothing is known to be. */
	readonly own: string;
	/** Damaged entries below it that are known. */
	readonly below: number;
}

/** Beside a name or number: that the thing is damaged, or else that something below it is. */
export function DamageDot({ own, below }: Damage) {
	if (own) return <Dot kind="own" title={own} spoken={`damaged: ${own}`} />;
	if (below === 0) return null;
	const words = `${counted(below, "damaged entry", "damaged entries")} below`;
	return <Dot kind="below" title={words} spoken={words} />;
}

interface DotProps {
	readonly kind: "own" | "below";
	readonly title: string;
	readonly spoken: string;
}

const Dot = ({ kind, title, spoken }: DotProps) => (
	<span className={`damage-dot damage-dot-${kind}`} title={title}>
		<span className="hidden-text">, {spoken}</span>
	</span>
);
