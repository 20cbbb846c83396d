/** All bytes of something in one bar, by whose they are, with a table that says how many. */
import { percentText } from "../../base/words";
import { OwnerSign } from "./OwnerSign";
import { GROUP_DOCS, GROUP_WORDS, type GroupSum } from "./owners.model";
import { Size } from "./Size";
import { Term } from "./Term";
import "./sum-bar.css";

interface SumBarProps {
	/** What all of it is: "Bytes of the image". */
	readonly label: string;
	/** Groups with bytes, in their order; together all there is. */
	readonly sums: readonly GroupSum[];
}

export function SumBar({ label, sums }: SumBarProps) {
	const all = sums.reduce((sum, { bytes }) => sum + bytes, 0);
	return (
		<>
			<div className="sum-bar" aria-hidden>
				{sums.map(({ group, bytes }) => (
					<span
						key={group}
						className={`own own-${group}`}
						style={{ flexGrow: bytes / all }}
						title={GROUP_WORDS[group]}
					/>
				))}
			</div>
			<ul className="sums" aria-label={label}>
				{sums.map(({ group, bytes }) => (
					<li key={group} className="sum">
						<OwnerSign group={group} />
						<Term doc={GROUP_DOCS[group]} about={`group.${group}`}>
							{GROUP_WORDS[group]}
						</Term>
						<span className="num sum-bytes">
							<Size bytes={bytes} />
						</span>
						<span className="num sum-share">{percentText(bytes / all)}</span>
					</li>
				))}
			</ul>
		</>
	);
}
