/** One directory: its entries with what they hold and take, and several of them to save at once. */
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import type { InodeDetail } from "../../../worker/protocol";
import { useBelow } from "../../state/below";
import type { OpenImage } from "../../state/image";
import { navigate } from "../../state/location";
import { usePrefs } from "../../state/prefs";
import { Chosen } from "./Chosen";
import { copyText } from "./commands";
import type { GridActions } from "./grid-actions";
import { isChecked, NONE, turned, turnedAll } from "./model/checked";
import { BY_NAME, nextSort } from "./model/sort.model";
import { entriesText } from "./model/summary.model";
import { entryOfSpot, pathOfSpot } from "./spots";
import { TreeGrid } from "./TreeGrid";
import { type Spot, TreeStore } from "./tree.store";
import "./listing.css";

interface ListingProps {
	readonly image: OpenImage;
	readonly detail: Pick<InodeDetail, "nid">;
	/** Path of the directory, where it is known. */
	readonly path: string | undefined;
}

export function Listing({ image, detail: { nid }, path }: ListingProps) {
	const directoriesFirst = usePrefs((prefs) => prefs.directoriesFirst);
	const store = useMemo(() => {
		const read = (of: bigint, signal: AbortSignal) =>
			image.client.call("list", { nid: of }, { signal });
		return new TreeStore(nid, { ...BY_NAME, directoriesFirst }, read, path);
	}, [image, nid, path, directoriesFirst]);
	const version = useSyncExternalStore(store.subscribe, store.version);
	const element = useRef<HTMLDivElement>(null);
	const [active, setActive] = useState<Spot>();
	const [checked, setChecked] = useState(NONE);
	const hasChecked = checked.size > 0;
	const below = useBelow(image);
	useEffect(() => below && store.setBelow(below), [store, below]);

	const actions = useMemo((): GridActions => {
		const open = (spot: Spot) => {
			const entry = entryOfSpot(spot);
			if (!entry) return spot.dir.contents.state === "failed" && store.retry(spot.dir);
			const to =
				path === undefined ? { nid: entry.nid, path } : { path: entry.path, nid: undefined };
			navigate({ ...to, view: "files", tab: undefined });
		};
		return {
			activate: setActive,
			select: (spot, by) => by === "pointer" && open(spot),
			check: (spot) => setChecked((before) => turned(before, spot)),
			checkAll: ({ dir }) => setChecked((before) => turnedAll(before, dir)),
			open,
			setOpen() {},
			openSiblings() {},
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
	}, [store, path, hasChecked]);

	const { contents } = store.tree.root;
	const entries = contents.state === "ready" ? contents.entries : undefined;
	const words = useMemo(() => entries && entriesText(entries), [entries]);
	return (
		<div className="listing">
			<TreeGrid
				image={image}
				tree={store.tree}
				version={version}
				label="Entries"
				isFlat
				checked={checked}
				mark=""
				active={active}
				isSelected={(spot) => isChecked(checked, spot)}
				actions={actions}
				reveal={0}
				element={element}
			/>
			{checked.size === 0 ? (
				<p className="listing-foot">{words}</p>
			) : (
				<Chosen
					image={image}
					nid={nid}
					name={path?.split("/").at(-1) || "root"}
					checked={checked}
					onClear={() => {
						setChecked(NONE);
						element.current?.focus();
					}}
				/>
			)}
		</div>
	);
}
