/**
 * The files of the open image: path bar, filter, tree or hits, and a line on what is going
 * on. The tree of an image is kept as long as the image is, also while it is not on screen.
 */
import { useEffect, useRef, useState } from "react";
import type { Client } from "../../../worker/client";
import { type OpenImage, useImage } from "../../state/image";
import { usePlace } from "../../state/location";
import { ColumnMenu } from "./ColumnMenu";
import { FilterBox } from "./FilterBox";
import { FilterRun } from "./filter.store";
import { HitsPane } from "./HitsPane";
import { BY_NAME } from "./model/sort.model";
import { clearNotice } from "./notice";
import { PathBar } from "./PathBar";
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
	const { path, filter = "" } = usePlace();
	const grid = useRef<HTMLDivElement>(null);
	const run = useFilterRun(image.client, filter);
	const pane = { image, path, element: grid };
	return (
		<div className="tree">
			<PathBar image={image} path={path} />
			<div className="tree-tools">
				<FilterBox filter={filter} grid={grid} />
				<ColumnMenu />
			</div>
			{run ? (
				<HitsPane key={run.query} {...pane} run={run} />
			) : (
				<TreePane {...pane} store={storeOf(image)} />
			)}
			<TreeStatus run={run} inodes={image.overview.inodes} />
		</div>
	);
}

/** The search for a query; a new query ends the one before it. */
function useFilterRun(client: Client, query: string): FilterRun | undefined {
	const [run, setRun] = useState<FilterRun>();
	useEffect(() => {
		if (!query) return;
		const mine = new FilterRun(client, query);
		setRun(mine);
		clearNotice();
		return () => {
			mine.stop();
			setRun(undefined);
		};
	}, [client, query]);
	return run;
}
