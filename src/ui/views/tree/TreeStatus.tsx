/** The foot of the tree: what just happened, or how far a search has come. */
import { useSyncExternalStore } from "react";
import type { Exact } from "../../../base/exact";
import { counted } from "../../../base/words";
import { Button } from "../../widgets/Button";
import type { FilterRun } from "./filter.store";
import { progressText, resultText } from "./model/status.model";
import { useNotice } from "./notice";

export function TreeStatus({ run, inodes }: { run: FilterRun | undefined; inodes: Exact }) {
	const notice = useNotice((state) => state.text);
	return (
		<footer className="tree-status">
			<p className="tree-status-text" role="status">
				{notice || (run ? null : counted(inodes, "inode"))}
			</p>
			{run && !notice && <SearchStatus run={run} />}
		</footer>
	);
}

function SearchStatus({ run }: { run: FilterRun }) {
	useSyncExternalStore(run.subscribe, run.version);
	const { state, progress, hits } = run;
	if (state.kind === "running") {
		return (
			<>
				<p className="tree-status-text">{progressText(hits, progress)}</p>
				<Button small onClick={run.stop}>
					Stop
				</Button>
			</>
		);
	}
	return (
		<p className="tree-status-text" role="status" data-state={state.kind}>
			{resultText(hits, state)}
		</p>
	);
}
