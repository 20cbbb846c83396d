/** The hits of the filter: one flat list with the columns and keys of the tree. */
import { SearchX } from "lucide-react";
import { type RefObject, useMemo, useState, useSyncExternalStore } from "react";
import { closeTreeOver, useTreeIsOver } from "../../shell/panes";
import type { OpenImage } from "../../state/image";
import { navigate } from "../../state/location";
import { Button } from "../../widgets/Button";
import { EmptyState } from "../../widgets/EmptyState";
import { copyText } from "./commands";
import type { FilterRun } from "./filter.store";
import type { GridActions } from "./grid-actions";
import { DIRECTORY } from "./model/entries";
import { nextSort } from "./model/sort.model";
import { entryOfSpot, pathOfSpot } from "./spots";
import { TreeGrid } from "./TreeGrid";
import type { Spot, TreeStore } from "./tree.store";
import { useGo } from "./useGo";

interface HitsPaneProps {
	readonly image: OpenImage;
	readonly run: FilterRun;
	/** The tree, which is sorted alike. */
	readonly store: TreeStore;
	readonly path: string | undefined;
	readonly element: RefObject<HTMLDivElement | null>;
}

const nothing = () => {};

export function HitsPane({ image, run, store, path, element }: HitsPaneProps) {
	const version = useSyncExternalStore(run.subscribe, run.version);
	const [active, setActive] = useState<Spot>();
	const going = useGo();
	const isOver = useTreeIsOver();

	const actions = useMemo(
		(): GridActions => ({
			activate: setActive,
			select(spot, by) {
				going.to(pathOfSpot(spot), by, isOver && by === "keyboard");
				if (by === "pointer") closeTreeOver();
			},
			open(spot) {
				const entry = entryOfSpot(spot);
				// A directory is opened where its entries can be seen.
				const filter = entry?.type === DIRECTORY ? { filter: undefined } : {};
				if (!entry) return;
				navigate({ path: entry.path, nid: undefined, view: "files", ...filter });
				closeTreeOver();
			},
			copyPath(spot) {
				const text = pathOfSpot(spot);
				void copyText(text, text);
			},
			sortBy(column) {
				const sort = nextSort(run.tree.sort, column);
				run.setSort(sort);
				store.setSort({ ...sort, directoriesFirst: store.tree.sort.directoriesFirst });
			},
			leave() {
				navigate({ filter: undefined }, { replace: true });
				// The tree takes the place of the hits.
				requestAnimationFrame(() => element.current?.focus());
				return true;
			},
			setOpen: nothing,
			openSiblings: nothing,
			retry: nothing,
		}),
		[run, store, going, isOver, element],
	);

	if (run.state.kind === "done" && run.hits === 0)
		return (
			<EmptyState
				icon={SearchX}
				title={`No name matches “${run.query}”`}
				actions={<Button onClick={actions.leave}>Clear the filter</Button>}
			>
				All names of the image were searched.
			</EmptyState>
		);
	return (
		<TreeGrid
			image={image}
			tree={run.tree}
			version={version}
			label={`Entries that match “${run.query}”`}
			isFlat
			mark={/[*?[/]/.test(run.query) ? "" : run.query}
			active={active}
			isSelected={(spot) => pathOfSpot(spot) === path}
			actions={actions}
			reveal={0}
			element={element}
		/>
	);
}
