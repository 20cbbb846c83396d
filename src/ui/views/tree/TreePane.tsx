/** The tree itself: keeps rows, selection and address together. */
import { type RefObject, useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { countText } from "../../../base/words";
import { openName } from "../../shell/image.model";
import { closeTreeOver, useTreeIsOver } from "../../shell/panes";
import type { OpenImage } from "../../state/image";
import { navigate } from "../../state/location";
import { usePrefs } from "../../state/prefs";
import { Chosen } from "./Chosen";
import { copyText } from "./commands";
import type { GridActions } from "./grid-actions";
import { NONE, turned, turnedAll } from "./model/checked";
import { DIRECTORY } from "./model/entries";
import { nextSort } from "./model/sort.model";
import { notify } from "./notice";
import { entryOfSpot, pathOfSpot, sameSpot } from "./spots";
import { TreeGrid } from "./TreeGrid";
import type { Spot, TreeStore } from "./tree.store";
import { useGo } from "./useGo";

interface TreePaneProps {
	readonly image: OpenImage;
	readonly store: TreeStore;
	/** Selected path in `showName` form. */
	readonly path: string | undefined;
	readonly element: RefObject<HTMLDivElement | null>;
}

export function TreePane({ image, store, path, element }: TreePaneProps) {
	const version = useSyncExternalStore(store.subscribe, store.version);
	const [active, setActive] = useState<Spot>();
	const [selected, setSelected] = useState<Spot>();
	const [reveal, setReveal] = useState(0);
	const [checked, setChecked] = useState(NONE);
	const hasChecked = checked.size > 0;
	const isOver = useTreeIsOver();
	const going = useGo();
	useDirectoriesFirst(store);

	useEffect(() => {
		if (path === going.own) return;
		going.own = path;
		setSelected(undefined);
		if (path === undefined) return;
		void store.reveal(path).then((found) => {
			if (found.kind === "missing") {
				notify(`There is no “${found.name}” in ${found.folder}.`);
			} else if (found.kind === "found") {
				setSelected(found.spot);
				setActive(found.spot);
				setReveal((n) => n + 1);
			}
		});
	}, [path, store, going]);

	const actions = useMemo((): GridActions => {
		const isOpen = ({ dir, entry }: Spot) => store.tree.isOpen(dir, entry);
		const setOpen = ({ dir, entry }: Spot, open: boolean) =>
			open ? store.expand(dir, entry) : store.collapse(dir, entry);
		// Where the tree lies over the view, looking around must not leave it.
		const select: GridActions["select"] = (spot, by) => {
			const isFolder = entryOfSpot(spot)?.type === DIRECTORY;
			setSelected(spot);
			going.to(pathOfSpot(spot), by, isOver && (isFolder || by === "keyboard"));
			if (by === "keyboard") return;
			if (!isFolder) closeTreeOver();
			else if (isOver) setOpen(spot, !isOpen(spot));
		};
		return {
			activate: setActive,
			select,
			check: (spot) => setChecked((before) => turned(before, spot)),
			checkAll: ({ dir }) => setChecked((before) => turnedAll(before, dir)),
			setOpen,
			open(spot) {
				const entry = entryOfSpot(spot);
				if (!entry) return spot.dir.contents.state === "failed" && store.retry(spot.dir);
				setSelected(spot);
				going.to(entry.path, "pointer", isOver && entry.type === DIRECTORY);
				if (entry.type === DIRECTORY) return setOpen(spot, !isOpen(spot));
				navigate({ view: "files" });
				closeTreeOver();
			},
			openSiblings({ dir }) {
				void store.expandSiblings(dir).then((rest) => {
					if (rest) notify(`${countText(rest)} more directories were left closed.`);
				});
			},
			retry: ({ dir }) => store.retry(dir),
			copyPath(spot) {
				const text = pathOfSpot(spot);
				void copyText(text, text);
			},
			leave() {
				setChecked(NONE);
				return hasChecked;
			},
			sortBy: (column) => store.setSort(nextSort(store.tree.sort, column)),
		};
	}, [store, going, isOver, hasChecked]);

	return (
		<>
			<TreeGrid
				image={image}
				tree={store.tree}
				version={version}
				label="Files"
				isFlat={false}
				checked={checked}
				mark=""
				active={active}
				isSelected={(spot) => sameSpot(spot, selected)}
				actions={actions}
				reveal={reveal}
				element={element}
			/>
			{hasChecked && (
				<Chosen
					image={image}
					nid={store.tree.root.nid}
					name={openName(image.overview).replace(/\.[^.]*$/, "")}
					checked={checked}
					onClear={() => {
						setChecked(NONE);
						element.current?.focus();
					}}
				/>
			)}
		</>
	);
}

function useDirectoriesFirst(store: TreeStore): void {
	const directoriesFirst = usePrefs((prefs) => prefs.directoriesFirst);
	useEffect(() => {
		const { sort } = store.tree;
		if (sort.directoriesFirst !== directoriesFirst) store.setSort({ ...sort, directoriesFirst });
	}, [store, directoriesFirst]);
}
