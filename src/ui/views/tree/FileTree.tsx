/**
 * The files of the open image: filter, tree or hits, and a line on what is going
 * on. The tree of an image is kept as long as the image is, also while it is not on screen.
 */
import { useEffect, useRef, useState } from "react";
import { useBelow } from "../../state/below";
import { type OpenImage, useImage } from "../../state/image";
import { usePlacePart } from "../../state/location";
import { useSelected } from "../../state/selected";
import { useInodeCount } from "../../state/survey";
import { ColumnMenu } from "./ColumnMenu";
import { FilterBox } from "./FilterBox";
import { FilterRun } from "./filter.store";
import { HitsPane } from "./HitsPane";
import { BY_NAME, chosenSort } from "./model/sort.model";
import { clearNotice } from "./notice";
import { TreePane } from "./TreePane";
import { TreeStatus } from "./TreeStatus";
import { TreeStore } from "./tree.store";
import "./tree.css";

export function FileTree() {
	const image = useImage((state) => state.image);
	return image ? <ImageTree key={image.key} image={image} /> : null;
}

const stores = new WeakMap<OpenImage, TreeStore>();

function storeOf(image: OpenImage): TreeStore {
	const known = stores.get(image);
	if (known) return known;
	const { client, overview } = image;
	const store = new TreeStore(overview.rootNid, BY_NAME, (nid, signal) =>
		client.call("list", { nid }, { signal }),
	);
	stores.set(image, store);
	return store;
}

function ImageTree({ image }: { image: OpenImage }) {
	const { path } = useSelected(
		image,
		usePlacePart((place) => place.path),
		usePlacePart((place) => place.nid),
	);
	const inodes = useInodeCount(image);
	const filter = usePlacePart((place) => place.filter) ?? "";
	const grid = useRef<HTMLDivElement>(null);
	const { run, shown } = useFilterRun(image, filter);
	const pane = { image, path, element: grid };
	const below = useBelow(image);
	const store = storeOf(image);
	useEffect(() => {
		if (!below) return;
		store.setBelow(below);
		shown?.setBelow(below);
	}, [below, store, shown]);
	return (
		<div className="tree">
			<div className="tree-tools">
				<FilterBox filter={filter} grid={grid} />
				<ColumnMenu />
			</div>
			<div className="tree-body">
				{!filter && <TreePane {...pane} store={store} />}
				{filter && shown && <HitsPane key={shown.query} {...pane} store={store} run={shown} />}
			</div>
			<TreeStatus run={run} inodes={inodes} />
		</div>
	);
}

interface Searches {
	/** The search for the present query. */
	readonly run?: FilterRun;
	/** The one whose hits are on screen. */
	readonly shown?: FilterRun;
}

/** How long the hits of the query before may stay while the new one has none, in ms. */
const OLD_HITS_MS = 400;

/** The search for a query. A new query ends the one before it. */
function useFilterRun(image: OpenImage, query: string): Searches {
	const [searches, setSearches] = useState<Searches>({});
	useEffect(() => {
		if (!query) return setSearches({});
		const run = new FilterRun(image.client, query, chosenSort(storeOf(image).tree.sort));
		clearNotice();
		setSearches((before) => ({ ...before, run }));
		const show = () => setSearches({ run, shown: run });
		const stopListening = run.subscribe(() => {
			if (run.hits > 0 || run.state.kind !== "running") show();
		});
		const timer = setTimeout(show, OLD_HITS_MS);
		return () => {
			clearTimeout(timer);
			stopListening();
			run.stop();
		};
	}, [image, query]);
	return searches;
}
