/** One directory: its entries with what they hold and take, and several of them to save at once. */
import { Download, X } from "lucide-react";
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { type Exact, exact } from "../../../base/exact";
import { countText, sizeText, storedText } from "../../../base/words";
import type { InodeDetail } from "../../../worker/protocol";
import { useBelow } from "../../state/below";
import type { OpenImage } from "../../state/image";
import { navigate } from "../../state/location";
import { usePrefs } from "../../state/prefs";
import { save } from "../../state/save";
import { Button, IconButton } from "../../widgets/Button";
import { copyText } from "./commands";
import type { GridActions } from "./grid-actions";
import { nameOf, sizeOf, storedOf } from "./model/entries";
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
	const [checked, setChecked] = useState<ReadonlySet<number>>(NONE);
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
			check: ({ entry }) => setChecked((before) => turned(before, entry)),
			open,
			setOpen() {},
			openSiblings() {},
			retry: ({ dir }) => store.retry(dir),
			copyPath(spot) {
				const text = pathOfSpot(spot);
				void copyText(text, text);
			},
			leave: () => setChecked(NONE),
			sortBy: (column) => store.setSort(nextSort(store.tree.sort, column)),
		};
	}, [store, path]);

	const { contents } = store.tree.root;
	return (
		<div className="listing">
			<TreeGrid
				image={image}
				tree={store.tree}
				version={version}
				label="Entries"
				isFlat
				checks
				mark=""
				active={active}
				isSelected={({ entry }) => checked.has(entry)}
				actions={actions}
				reveal={0}
				element={element}
			/>
			{checked.size === 0 ? (
				<p className="listing-foot">
					{contents.state === "ready" && entriesText(contents.entries)}
				</p>
			) : (
				<Chosen
					image={image}
					store={store}
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

const NONE: ReadonlySet<number> = new Set();

/** The set with an entry more, or without it when it had that. */
function turned(set: ReadonlySet<number>, entry: number): ReadonlySet<number> {
	const next = new Set(set);
	if (!next.delete(entry)) next.add(entry);
	return next;
}

interface ChosenProps {
	readonly image: OpenImage;
	readonly store: TreeStore;
	readonly nid: bigint;
	/** Of the directory: what is saved is called after it. */
	readonly name: string;
	/** Entries of the listing. */
	readonly checked: ReadonlySet<number>;
	onClear(): void;
}

/** What is checked together, and what can be done with it. */
function Chosen({ image, store, nid, name, checked, onClear }: ChosenProps) {
	const { contents } = store.tree.root;
	if (contents.state !== "ready") return null;
	const { entries } = contents;
	const rows = [...checked];
	const size = sumOf(rows.map((i) => sizeOf(entries, i)));
	const stored = sumOf(rows.map((i) => storedOf(entries, i)));
	const saveAs = (as: "tar" | "zip") => {
		const only = rows.map((i) => nameOf(entries, i).slice());
		void save(image.client, { nid, as, name, only }, `Saving of ${countText(rows.length)} entries`);
	};
	return (
		<section className="chosen" aria-label="Selected entries">
			<p role="status">
				<strong>{countText(rows.length)} selected</strong>{" "}
				{size === undefined || stored === undefined
					? "sizes not known yet"
					: `${sizeText(size)}, on disk ${storedText(stored, size)}`}
			</p>
			<Button small icon={Download} onClick={() => saveAs("tar")}>
				Save as tar
			</Button>
			<Button small onClick={() => saveAs("zip")}>
				Save as zip
			</Button>
			<IconButton small icon={X} label="Select none" keys="Esc" onClick={onClear} />
		</section>
	);
}

/** Undefined when one of them is not known. */
function sumOf(amounts: readonly (Exact | undefined)[]): Exact | undefined {
	let sum = 0n;
	for (const amount of amounts) {
		if (amount === undefined) return undefined;
		sum += BigInt(amount);
	}
	return exact(sum);
}
