/** What was checked and what not, then everything that looks wrong, worst first, each with its bytes. */
import { useState } from "react";
import { countText } from "../../../base/words";
import type { Group } from "../../../checks/causes";
import { useCheck } from "../../state/check";
import { useUnlisted } from "../../state/findings";
import { useGroups } from "../../state/groups";
import { Button } from "../../widgets/Button";
import { CoverageList } from "../../widgets/CoverageList";
import { FindingList } from "../../widgets/FindingList";
import { useCoverage, useVerdict } from "../../widgets/use-verdict";
import type { ViewProps } from "../view";
import { CheckAction, CheckProgress } from "./CheckAction";
import { WalkAction, WalkFailure } from "./WalkAction";

/** Findings added to the page at a time: each has several links. */
const STEP = 100;

export function FindingsView({ image }: ViewProps) {
	const check = useCheck(image).result;
	const more = useUnlisted(image);
	const actions = {
		tree: <WalkAction image={image} />,
		maps: <CheckAction image={image} level="structure" />,
		contents: <CheckAction image={image} level="contents" />,
	};
	const { found } = useVerdict(image);
	const coverage = useCoverage(image);
	const groups = useGroups(image);
	return (
		<div className="page">
			<header>
				<h1 className="page-title">Findings</h1>
				<p className="verdict-found">{found}.</p>
			</header>
			<CoverageList coverage={coverage} actions={actions} check={check?.checked} />
			<CheckProgress image={image} />
			<WalkFailure image={image} />
			{more > 0 && <p>There is more than that: the list ends after so many.</p>}
			{groups.length > 0 && <Pages groups={groups} />}
		</div>
	);
}

function Pages({ groups }: { readonly groups: readonly Group[] }) {
	const [shown, setShown] = useState(STEP);
	const left = groups.length - shown;
	return (
		<div>
			<FindingList groups={groups.slice(0, shown)} />
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
