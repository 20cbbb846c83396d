import { Info } from "lucide-react";
import type { ReactNode } from "react";
import type { CheckCoverage } from "../../worker/protocol";
import { type Coverage, passedOver, UNCHECKABLE } from "./coverage.model";
import "./coverage.css";

const WORDS: Record<Coverage["state"], string> = {
	checked: "checked",
	partly: "in part",
	unchecked: "not checked",
};

interface CoverageListProps {
	readonly coverage: readonly Coverage[];
	/** What can be done about a part that is not checked as a whole. */
	readonly actions?: Partial<Record<Coverage["part"], ReactNode>>;
	/** The last check of the whole image. */
	readonly check?: CheckCoverage | undefined;
}

/** Part by part: how much was checked, which says nothing of what was found. */
export const CoverageList = ({ coverage, actions = {}, check }: CoverageListProps) => (
	<ul className="coverage" aria-label="What was checked">
		{coverage.map(({ part, label, state, text }) => (
			<li key={part} className="coverage-row">
				<span className={`coverage-mark coverage-${state}`} aria-hidden />
				<span className="coverage-label">{label}</span>
				<span className="coverage-text">
					<b>{WORDS[state]}</b> {text}
				</span>
				{actions[part] && <span className="coverage-action">{actions[part]}</span>}
			</li>
		))}
		<More label="Passed over" text={check ? passedOver(check).join(" ") : ""} />
		{check ? (
			<More label="Not looked for" text={check.beyond.join("; ")} />
		) : (
			<More label="Not checkable" text={UNCHECKABLE} />
		)}
	</ul>
);

const More = ({ label, text }: { readonly label: string; readonly text: string }) =>
	text && (
		<li className="coverage-row">
			<Info aria-hidden />
			<span className="coverage-label">{label}</span>
			<span className="coverage-text">{text}</span>
		</li>
	);
