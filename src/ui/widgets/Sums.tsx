/** Starts, shows and stops comparing with the checksums that wrappers have of what they hold. */
import { CircleAlert, CircleDashed, ShieldCheck } from "lucide-react";
import { countText, sizeText } from "../../base/words";
import type { Compared } from "../../worker/protocol";
import type { OpenFile } from "../state/image";
import { startSums, stopSums, useSums } from "../state/sums";
import { Button } from "./Button";
import { FailureNotice } from "./FailureNotice";
import { handFocusOn } from "./focus";
import { ProgressBar } from "./ProgressBar";
import { kindsText, sumsText, troublesIn, troubleText } from "./sums.model";
import "./sums.css";

interface SumsProps {
	readonly file: OpenFile;
}

export function SumsButton({ file }: SumsProps) {
	const { state } = useSums(file);
	const { remote, size } = file.facts;
	if (state === "running") return null;
	return (
		<>
			{state === "idle" && remote && (
				<span className="checksums-cost">fetches up to {sizeText(size)}</span>
			)}
			<Button small icon={ShieldCheck} onClick={() => void startSums(file)}>
				{state === "idle" ? "Compare checksums" : "Compare again"}
			</Button>
		</>
	);
}

interface SumsResultsProps extends SumsProps {
	/** Set where findings are listed: what is wrong is one of them. */
	readonly isListed?: boolean;
}

/** Nothing before it was asked for. */
export function SumsResults({ file, isListed = false }: SumsResultsProps) {
	const { state, progress, result, why } = useSums(file);
	if (state === "running") {
		return (
			<div ref={handFocusOn} className="checksums-running">
				<ProgressBar label="Comparing checksums" progress={progress} />
				<Button small autoFocus onClick={stopSums}>
					Stop
				</Button>
			</div>
		);
	}
	if (state === "stopped") return <p role="status">The comparing was stopped.</p>;
	if (state === "failed" && why) {
		const again = () => void startSums(file);
		return <FailureNotice title="The comparing ended early" info={why} onRetry={again} />;
	}
	if (state !== "done" || !result) return null;
	const { groups } = result;
	const troubles = result.troubles.filter(({ outcome }) => !isListed || outcome !== "wrong");
	const more = troublesIn(result) - result.troubles.length;
	return (
		<div className="checksums">
			<p role="status">
				{sumsText(result)} {groups.length > 0 && <span>{kindsText(groups)}.</span>}
			</p>
			{troubles.length > 0 && (
				<ul aria-label="What is wrong or could not be compared">
					{troubles.map((one) => (
						<Trouble key={`${one.chain} ${one.kind} ${one.of}`} trouble={one} />
					))}
				</ul>
			)}
			{more > 0 && <p>and {countText(more)} more</p>}
		</div>
	);
}

function Trouble({ trouble }: { readonly trouble: Compared }) {
	const isWrong = trouble.outcome === "wrong";
	const Icon = isWrong ? CircleAlert : CircleDashed;
	return (
		<li className={`checksums-${trouble.outcome}`}>
			<Icon aria-hidden />
			<b>{isWrong ? "wrong" : "not compared"}</b>
			<span>{troubleText(trouble)}</span>
		</li>
	);
}
