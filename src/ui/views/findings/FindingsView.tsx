/** What was checked and what not, then everything that looks wrong, with the bytes of the one selected. */
import { useRef } from "react";
import { counted } from "../../../base/words";
import { useCheck, useUntold } from "../../state/check";
import { useSelectedFinding } from "../../state/finding-list";
import { useUnlisted } from "../../state/findings";
import { useGroups } from "../../state/groups";
import type { OpenImage } from "../../state/image";
import { useGivesWay, useNarrow } from "../../state/media";
import { CoverageList } from "../../widgets/CoverageList";
import { scopeText } from "../../widgets/coverage.model";
import { useCoverage, useVerdict } from "../../widgets/use-verdict";
import type { ViewProps } from "../view";
import { CheckAction, CheckProgress } from "./CheckAction";
import { FieldBytes } from "./FieldBytes";
import { FindingGrid } from "./FindingGrid";
import { ListBar, ReportMenu } from "./ListBar";
import { PartAction, PartCoverage } from "./PartCheck";
import { WalkAction, WalkFailure } from "./WalkAction";
import { WrapperCoverage } from "./WrapperCoverage";
import "./findings.css";

/** Height of the bar over the list, which stays in sight, px: in one line, or in two. */
const BAR = 44;
const TWO_LINES = 100;

export function FindingsView({ image }: ViewProps) {
	const chosen = useSelectedFinding(image)?.finding;
	const isUnder = useGivesWay("about");
	const { found } = useVerdict(image);
	const coverage = useCoverage(image);
	const scroller = useRef<HTMLDivElement>(null);
	return (
		<div className="check-view">
			<header className="check-head">
				<h1>
					{found}. <span>{scopeText(coverage)}</span>
				</h1>
				<ReportMenu image={image} />
			</header>
			<div ref={scroller} className="check-scroll">
				<List image={image} scroller={scroller} />
			</div>
			{/* Elsewhere they are a part of what is said of the selection. */}
			{chosen && !isUnder && <FieldBytes image={image} finding={chosen} />}
		</div>
	);
}

interface ListProps {
	readonly image: OpenImage;
	readonly scroller: React.RefObject<HTMLDivElement | null>;
}

function List({ image, scroller }: ListProps) {
	const check = useCheck(image).result;
	const more = useUnlisted(image);
	const untold = useUntold(image);
	const coverage = useCoverage(image);
	const any = useGroups(image).length > 0;
	const narrow = useNarrow();
	const above = useRef<HTMLDivElement>(null);
	const actions = {
		tree: <WalkAction image={image} />,
		maps: <CheckAction image={image} level="structure" />,
		contents: <CheckAction image={image} level="contents" />,
	};
	return (
		<>
			<div ref={above}>
				<CoverageList coverage={coverage} actions={actions} check={check?.checked}>
					<PartCoverage image={image} action={<PartAction image={image} />} />
					<WrapperCoverage image={image} />
				</CoverageList>
				<CheckProgress image={image} />
				<WalkFailure image={image} />
				{untold > 0 && (
					<p className="check-more">
						{counted(untold, "more inode is", "more inodes are")} damaged: a check of all structures
						tells of all.
					</p>
				)}
				{more > 0 && <p className="check-more">There is more: the list ends after so many.</p>}
			</div>
			{any && (
				<>
					<ListBar image={image} />
					<FindingGrid
						image={image}
						scroller={scroller}
						above={above}
						head={narrow ? TWO_LINES : BAR}
					/>
				</>
			)}
		</>
	);
}
