/** Where the bytes or bits of a stream went: a bar, and the same in numbers. */
import { countText, percentText } from "../../../../base/words";

interface LedgerProps {
	/** What there is, how much of it, and which colour of the page it has. */
	readonly parts: readonly (readonly [name: string, amount: number, colour: Colour])[];
	/** What is counted: bytes or bits. */
	readonly of: string;
}

type Colour = "literals" | "tokens" | "distances" | "lengths";

export function Ledger({ parts, of }: LedgerProps) {
	const all = parts.reduce((sum, [, amount]) => sum + amount, 0);
	return (
		<div>
			<div className="inside-bar" aria-hidden>
				{parts.map(([name, amount, colour]) => (
					<span key={name} className={`inside-${colour}`} style={{ flexGrow: amount }} />
				))}
			</div>
			<ul className="inside-legend" aria-label={`Where the ${of} went`}>
				{parts.map(([name, amount, colour]) => (
					<li key={name}>
						<span className={`inside-swatch inside-${colour}`} aria-hidden /> {name}{" "}
						{countText(amount)} ({percentText(all > 0 ? amount / all : 0)})
					</li>
				))}
			</ul>
		</div>
	);
}
