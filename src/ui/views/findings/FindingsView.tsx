/** Everything that looks wrong in the image, worst first, each with its bytes. */
import { ShieldCheck } from "lucide-react";
import { useState } from "react";
import type { Finding } from "../../../base/finding";
import { countText } from "../../../base/words";
import { useFindings } from "../../state/findings";
import { useSurvey } from "../../state/survey";
import { Button } from "../../widgets/Button";
import { EmptyState } from "../../widgets/EmptyState";
import { FindingList } from "../../widgets/FindingList";
import { findingCounts } from "../../widgets/findings.model";
import { SurveyBar } from "../../widgets/SurveyBar";
import type { ViewProps } from "../view";

/** Findings added to the page at a time: each has several links. */
const STEP = 100;

export function FindingsView({ image }: ViewProps) {
	const findings = useFindings(image);
	const { state, result } = useSurvey(image);
	return (
		<div className="page">
			<header>
				<h1 className="page-title">Findings</h1>
				{findings.length > 0 && (
					<p>
						{findingCounts(findings)}. {state === "done" ? CHECKED : CHECKED_SO_FAR}
					</p>
				)}
			</header>
			<SurveyBar image={image} />
			{result?.capped && (
				<p>There were more; only the first {countText(result.findings.length)} were kept.</p>
			)}
			{findings.length > 0 ? (
				<Pages findings={findings} />
			) : (
				<Nothing complete={state === "done"} />
			)}
		</div>
	);
}

function Pages({ findings }: { readonly findings: readonly Finding[] }) {
	const [shown, setShown] = useState(STEP);
	const left = findings.length - shown;
	return (
		<div>
			<FindingList findings={findings.slice(0, shown)} />
			{left > 0 && (
				<p className="findings-more">
					<Button onClick={() => setShown(shown + STEP)}>
						Show {countText(Math.min(STEP, left))} more of {countText(left)}
					</Button>
				</p>
			)}
		</div>
	);
}

/** What the list can be relied on for. */
const CHECKED =
	"The superblock, the tree and all inodes were checked. Contents are checked when they are read.";
const CHECKED_SO_FAR =
	"The superblock, the tables at fixed places and what was looked at were checked. Walk the whole image to check every directory and inode.";

const Nothing = ({ complete }: { readonly complete: boolean }) => (
	<EmptyState
		icon={ShieldCheck}
		title={complete ? "Nothing looks wrong" : "Nothing looks wrong so far"}
	>
		{complete ? CHECKED : CHECKED_SO_FAR}
	</EmptyState>
);
