/** The picture of an extent map; see lanes.model.ts. The table below says the same in words. */
import { useMemo, useRef } from "react";
import type { Exact } from "../../../../base/exact";
import type { SpaceId } from "../../../../base/range";
import { countText } from "../../../../base/words";
import { EXTENT_KINDS, type ExtentPage } from "../../../../worker/protocol";
import { useWidth } from "../../../state/width";
import { BREAK } from "./axis.model";
import type { Bar } from "./columns.model";
import {
	type Base,
	type ExtentKind,
	type ExtentRow,
	type ExtentTotals,
	KIND_DOC,
	kindsText,
	rangeText,
} from "./extents.model";
import { byteAt, extentLanes, type Lane, markOn, type Thread } from "./lanes.model";
import "./lanes.css";

const BAR = 16;
/** Room between the file's lane and the first one below, where the threads run. */
const GAP = 22;

interface Props {
	readonly pages: readonly ExtentPage[];
	readonly size: number;
	/** Exact end of the file, for the words. */
	readonly end: Exact;
	readonly totals: ExtentTotals;
	readonly base: Base;
	/** The extent under the pointer in the table. */
	readonly marked: ExtentRow | undefined;
	spaceLabel(space: SpaceId): string;
	/** A byte of the file was clicked. */
	onPick(offset: number): void;
}

export function Lanes({ pages, size, end, totals, base, marked, spaceLabel, onPick }: Props) {
	const box = useRef<HTMLDivElement>(null);
	const width = useWidth(box);
	const lanes = useMemo(() => extentLanes(pages, size, width), [pages, size, width]);
	const text = `The file's bytes above, where they are stored below: ${kindsText(totals)}.`;
	return (
		<figure className="lanes">
			<div className="lanes-caption">
				<span>File</span>
				<span className="lanes-range">
					{rangeText({ start: lanes.file.range.start, end }, base)}
				</span>
			</div>
			<div ref={box} className="lanes-box">
				{/* biome-ignore lint/a11y/useKeyWithClickEvents: the table reaches every extent by keyboard */}
				<svg
					role="img"
					aria-label={text}
					width={width}
					height={BAR + (lanes.threads.length > 0 ? GAP + BAR : 0)}
					onClick={(e) => {
						const x = e.clientX - e.currentTarget.getBoundingClientRect().left;
						onPick(byteAt(lanes.file, x, width));
					}}
				>
					<Patterns />
					<LaneBars lane={lanes.file} y={0} width={width} mark={marked?.logical} />
					{lanes.threads.length > 0 && <Threads threads={lanes.threads} />}
					{lanes.threads.length > 0 && lanes.stored[0] && (
						<LaneBars
							lane={lanes.stored[0]}
							y={BAR + GAP}
							width={width}
							mark={markIn(lanes.stored[0], marked)}
						/>
					)}
				</svg>
			</div>
			{lanes.stored.map((lane, i) => (
				<StoredLane
					key={lane.space}
					lane={lane}
					width={width}
					base={base}
					label={spaceLabel(lane.space ?? "")}
					// With threads, the first lane is part of the picture above.
					bare={i === 0 && lanes.threads.length > 0}
					mark={markIn(lane, marked)}
				/>
			))}
			{lanes.leftOut > 0 && (
				<p className="lanes-more">and {countText(lanes.leftOut)} further devices</p>
			)}
			<Legend totals={totals} />
		</figure>
	);
}

const markIn = (lane: Lane, row: ExtentRow | undefined) =>
	row?.at?.space === lane.space ? row?.at : undefined;

interface LaneBarsProps {
	readonly lane: Lane;
	readonly y: number;
	readonly width: number;
	readonly mark: { readonly start: number; readonly end: number } | undefined;
}

function LaneBars({ lane, y, width, mark }: LaneBarsProps) {
	const spot = mark && markOn(lane, mark);
	return (
		<g transform={`translate(0 ${y})`}>
			<rect className="lanes-ground" width={width} height={BAR} />
			{lane.bars.map((bar, i) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: bars have no identity but their place
				<BarShape key={i} bar={bar} />
			))}
			{breaksOf(lane).map((x) => (
				<Break key={x} x={x} />
			))}
			{spot && <rect className="lanes-mark" {...spot} height={BAR} />}
		</g>
	);
}

/** Left edges of the gaps that are shortened. */
const breaksOf = ({ axis }: Lane): number[] => axis.slice(0, -1).map(({ x, width }) => x + width);

/** A torn place: what lies between is not drawn. */
const Break = ({ x }: { readonly x: number }) => (
	<g className="lanes-break" transform={`translate(${x} 0)`}>
		<title>Shortened: nothing of the file is stored in between</title>
		<rect width={BREAK} height={BAR} />
		<path
			d={`M${BREAK / 2 - 2} 0l-3 ${BAR / 2}h4l-3 ${BAR / 2}M${BREAK / 2 + 3} 0l-3 ${BAR / 2}h4l-3 ${BAR / 2}`}
		/>
	</g>
);

const BarShape = ({ bar: { x, width, kind } }: { readonly bar: Bar }) => (
	<>
		<rect className={`lanes-bar lanes-${kind}`} x={x} width={width} height={BAR} />
		{width > 4 && PATTERNED.has(kind) && (
			<rect x={x} width={width} height={BAR} fill={`url(#lanes-p-${kind})`} />
		)}
	</>
);

/** Thin bands from each piece of the file to its stored bytes. */
const Threads = ({ threads }: { readonly threads: readonly Thread[] }) => (
	<g className="lanes-threads">
		{threads.map(({ from, to }, i) => (
			<path
				// biome-ignore lint/suspicious/noArrayIndexKey: threads have no identity but their place
				key={i}
				d={`M${from.x} ${BAR}H${from.x + from.width}L${to.x + to.width} ${BAR + GAP}H${to.x}Z`}
			/>
		))}
	</g>
);

/** A second sign beside colour, for the kinds that are not plain. */
const PATTERNED: ReadonlySet<ExtentKind> = new Set(["hole", "inline", "fragment"]);

const Patterns = () => (
	<defs className="lanes-patterns">
		<pattern id="lanes-p-hole" width="6" height="6" patternUnits="userSpaceOnUse">
			<path d="M0 6L6 0" />
		</pattern>
		<pattern id="lanes-p-inline" width="4" height="4" patternUnits="userSpaceOnUse">
			<path d="M2 0V4" />
		</pattern>
		<pattern id="lanes-p-fragment" width="5" height="5" patternUnits="userSpaceOnUse">
			<circle cx="2.5" cy="2.5" r="1" />
		</pattern>
	</defs>
);

interface StoredLaneProps {
	readonly lane: Lane;
	readonly width: number;
	readonly base: Base;
	readonly label: string;
	readonly bare: boolean;
	readonly mark: LaneBarsProps["mark"];
}

function StoredLane({ lane, width, base, label, bare, mark }: StoredLaneProps) {
	return (
		<>
			{!bare && (
				<svg className="lanes-stored" aria-hidden width={width} height={BAR}>
					<LaneBars lane={lane} y={0} width={width} mark={mark} />
				</svg>
			)}
			<div className="lanes-caption">
				<span>{label}</span>
				<span className="lanes-range">
					{rangeText(lane.range, base)}
					{lane.axis.length > 1 && ", long gaps shortened"}
				</span>
			</div>
		</>
	);
}

function Legend({ totals }: { readonly totals: ExtentTotals }) {
	return (
		<ul className="lanes-legend" aria-label="Kinds of extents">
			{EXTENT_KINDS.filter((kind) => totals.kinds[kind] > 0).map((kind) => (
				<li key={kind} title={KIND_DOC[kind]}>
					<svg aria-hidden width="14" height="10">
						<BarShape bar={{ x: 0, width: 14, kind }} />
					</svg>
					{kind} <span className="lanes-count">{countText(totals.kinds[kind])}</span>
				</li>
			))}
		</ul>
	);
}
