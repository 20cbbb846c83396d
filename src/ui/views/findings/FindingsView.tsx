/** Everything that looks wrong in the image, worst first, each with its bytes. */
import { ShieldCheck } from "lucide-react";
import { countText } from "../../../base/words";
import { useFindings, useSurvey } from "../../state/survey";
import { EmptyState } from "../../widgets/EmptyState";
import { FindingList } from "../../widgets/FindingList";
import { findingCounts } from "../../widgets/findings.model";
import { SurveyBar } from "../../widgets/SurveyBar";
import type { ViewProps } from "../index";

export function FindingsView({ image }: ViewProps) {
	const findings = useFindings(image);
	const { state, result } = useSurvey(image);
	return (
		<div className="page">
			<div className="page-head">
				<h1 className="page-title">Findings</h1>
				<p className="page-note">{findingCounts(findings)}</p>
			</div>
			<SurveyBar image={image} />
			{result?.capped && (
				<p>There were more; only the first {countText(result.findings.length)} were kept.</p>
			)}
			{findings.length > 0 ? (
				<FindingList findings={findings} />
			) : (
				<EmptyState
					icon={ShieldCheck}
					title={state === "done" ? "Nothing looks wrong" : "Nothing looks wrong so far"}
				>
					{state === "done"
						? "The superblock, the tree and all inodes follow the format. Contents of files are checked when they are read."
						: "The superblock and the tables at fixed places were checked. Walk the whole image to check every directory and inode."}
				</EmptyState>
			)}
		</div>
	);
}
