/** The extent tab: which part of the file is stored where, as a picture and as a table. */
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { failureInfo } from "../../../../base/errors";
import { type ExtentPage, type InodeDetail, TYPE_NAMES } from "../../../../worker/protocol";
import { useFindings } from "../../../state/findings";
import type { OpenImage } from "../../../state/image";
import { lookInside } from "../../../state/learn";
import { Button } from "../../../widgets/Button";
import { EmptyState, Placeholder } from "../../../widgets/EmptyState";
import { FailureNotice } from "../../../widgets/FailureNotice";
import { Notice } from "../../../widgets/Notice";
import { Segmented } from "../../../widgets/Segmented";
import { showBytes } from "../go";
import type { InodeParts } from "../parts";
import { useExtents } from "../queries";
import { damageFinder } from "./damage.model";
import { ExtentTable, type TableHandle } from "./ExtentTable";
import { type Base, type ExtentRow, extentList, loadedText, type Names } from "./extents.model";
import { Lanes } from "./Lanes";
import { pagesToDraw } from "./lanes.model";
import "./extents.css";

export function ExtentsPanel({ image, detail }: InodeParts) {
	const query = useExtents(image, detail.nid);
	const { hasNextPage, isFetchingNextPage, fetchNextPage, error } = query;
	const pages = useMemo(() => query.data?.pages ?? [], [query.data]);
	const list = useMemo(() => extentList(pages), [pages]);
	const drawn = useDrawn(pages, list.complete);
	const [base, setBase] = useState<Base>("hex");
	const [marked, setMarked] = useState<ExtentRow>();
	const [all, setAll] = useState(false);
	const table = useRef<TableHandle>(null);
	const names = useNames(image);
	const findings = useFindings(image);
	const damageOf = useMemo(() => damageFinder(findings, detail), [findings, detail]);

	const more = useCallback(() => {
		if (hasNextPage && !isFetchingNextPage && !error) void fetchNextPage();
	}, [hasNextPage, isFetchingNextPage, error, fetchNextPage]);
	useEffect(() => {
		if (all) more();
	}, [all, more]);
	const open = useCallback(
		(row: ExtentRow, contents: boolean) => {
			const file = { space: detail.contents, ...row.logical };
			showBytes(contents ? file : (row.at ?? file));
		},
		[detail.contents],
	);

	const inside = useCallback(
		(row: ExtentRow) => lookInside(detail.nid, row.logical.start),
		[detail.nid],
	);

	if (query.isPending) {
		return (
			<div className="inode-pad">
				<Placeholder lines={5} label="Reading the extent map" />
			</div>
		);
	}
	const stopped = pages.at(-1)?.stopped;
	const trouble = <Trouble error={error} stopped={stopped} retry={() => void fetchNextPage()} />;
	if (list.totals.count === 0) return error || stopped ? trouble : <NoExtents detail={detail} />;
	return (
		<div className="extents">
			<div className="extents-bar">
				<p role="status">{loadedText(list, detail.i_size)}</p>
				{hasNextPage && (
					<Button small onClick={() => setAll(!all)}>
						{all && !error ? "Stop loading" : "Load all"}
					</Button>
				)}
				<Segmented<Base> label="Offsets" value={base} onChange={setBase} options={BASES} />
			</div>
			{trouble}
			<Lanes
				pages={drawn}
				size={detail.size}
				end={detail.i_size}
				totals={list.totals}
				base={base}
				marked={marked}
				spaceLabel={names.space}
				onPick={(offset) => table.current?.reveal(list.indexAt(offset))}
			/>
			<ExtentTable
				ref={table}
				list={list}
				base={base}
				names={names}
				damageOf={damageOf}
				onNear={more}
				onMark={setMarked}
				onOpen={open}
				onInside={inside}
			/>
			<p className="inode-keys">
				<kbd>Enter</kbd> or a click shows the stored bytes, with <kbd>Shift</kbd> the bytes of the
				file; <kbd>I</kbd> or a click on the algorithm looks inside the unit.
			</p>
		</div>
	);
}

/** The pages the picture shows: fewer than are there while many arrive. */
function useDrawn(pages: readonly ExtentPage[], complete: boolean): readonly ExtentPage[] {
	const [drawn, setDrawn] = useState(pages);
	const next = pagesToDraw(drawn, pages, complete);
	if (next !== drawn) setDrawn(next);
	return next;
}

function useNames(image: OpenImage): Names {
	return useMemo(() => {
		const { spaces, algorithms } = image.overview;
		return {
			space: (id) => spaces.find((s) => s.id === id)?.label ?? id,
			algorithm: (id) => algorithms.find((a) => a.id === id)?.label ?? `algorithm ${id}`,
		};
	}, [image]);
}

const BASES = [
	{ value: "hex", label: "Hex" },
	{ value: "decimal", label: "Decimal" },
] as const;

function NoExtents({ detail }: { readonly detail: InodeDetail }) {
	const what = TYPE_NAMES[detail.type] ?? "inode";
	return (
		<EmptyState title="No extents">
			{detail.size === 0
				? `This ${what} has no contents, so there is nothing to store.`
				: "The map of this inode names no stored bytes."}
		</EmptyState>
	);
}

interface TroubleProps {
	readonly error: unknown;
	/** Why the map ends early. */
	readonly stopped: string | undefined;
	retry(): void;
}

function Trouble({ error, stopped, retry }: TroubleProps) {
	if (!error && !stopped) return null;
	return (
		<div className="extents-trouble">
			{error ? (
				<FailureNotice
					info={failureInfo(error)}
					title="The extent map could not be read further"
					onRetry={retry}
				/>
			) : (
				<Notice tone="error" title="The extent map ends early">
					{stopped}
				</Notice>
			)}
		</div>
	);
}
