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
	/** Further rows. */
	readonly children?: ReactNode;
}

/** Part by part: how much was checked, which says nothing of what was found. */
export const CoverageList = ({ coverage, actions = {}, check, children }: CoverageListProps) => (
	<ul className="coverage" aria-label="What was checked">
		{coverage.map(({ part, label, state, text }) => (
			<CoverageRow
				key={part}
				mark={<span className={`coverage-mark coverage-${state}`} aria-hidden />}
				label={label}
				action={actions[part]}
			>
				<b>{WORDS[state]}</b> {text}
			</CoverageRow>
		))}
		{children}
		<More label="Passed over" text={check ? passedOver(check).join(" ") : ""} />
		{check ? (
			<More label="Not looked for" text={check.beyond.join("; ")} />
		) : (
			<More label="Not checkable" text={UNCHECKABLE} />
		)}
	</ul>
);

interface CoverageRowProps {
	readonly mark: ReactNode;
	readonly label: string;
	readonly action?: ReactNode;
	readonly children: ReactNode;
}

export const CoverageRow = ({ mark, label, action, children }: CoverageRowProps) => (
	<li className="coverage-row">
		{mark}
		<span className="coverage-label">{label}</span>
		<span className="coverage-text">{children}</span>
		{action && <span className="coverage-action">{action}</span>}
	</li>
);

const More = ({ label, text }: { readonly label: string; readonly text: string }) =>
	text && (
		<CoverageRow mark={<Info aria-hidden />} label={label}>
			{text}
		</CoverageRow>
	);
