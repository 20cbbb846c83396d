/** Where the bytes went: a map of the files, and lists that answer the usual questions. */
import { ArrowUp, HardDrive, TriangleAlert } from "lucide-react";
import type { Range } from "../../../base/range";
import { IMAGE_SPACE, isStored } from "../../../base/space";
import { counted } from "../../../base/words";
import type { SpaceTotals } from "../../../worker/protocol";
import { navigate, usePlace } from "../../state/location";
import { useOwners } from "../../state/owners";
import { useSelected, useSelection } from "../../state/selected";
import { useSpace, useSpaceProgress } from "../../state/space";
import { useSurvey } from "../../state/survey";
import { AllOwners } from "../../widgets/AllOwners";
import { Button } from "../../widgets/Button";
import { Placeholder } from "../../widgets/EmptyState";
import { Menu, MenuItem } from "../../widgets/Menu";
import { OwnerSign } from "../../widgets/OwnerSign";
import { extentText } from "../../widgets/offsets.model";
import { GROUP_WORDS, groupSums } from "../../widgets/owners.model";
import { PlaceLink } from "../../widgets/PlaceLink";
import { ProgressBar } from "../../widgets/ProgressBar";
import { Segmented } from "../../widgets/Segmented";
import { SurveyBar } from "../../widgets/SurveyBar";
import { TabGroup, TabList, TabPanel } from "../../widgets/Tabs";
import type { ViewProps } from "../view";
import { Advice } from "./advice/Advice";
import { Blocks } from "./blocks/Blocks";
import { partOf } from "./blocks/blocks.model";
import { Compare } from "./lists/Compare";
import { FileList } from "./lists/FileList";
import { FirstBoot } from "./lists/FirstBoot";
import { Groups } from "./lists/Groups";
import { Histograms } from "./lists/Histograms";
import { Sums } from "./lists/Sums";
import { type Area, areaOf, type Colour, colourOf, spaceTitle } from "./model";
import { Legend } from "./treemap/Legend";
import { goUp, Treemap } from "./treemap/Treemap";
import "./space.css";

export function SpaceView({ image }: ViewProps) {
	const totals = useSpace(image);
	return totals ? <Ready image={image} totals={totals} /> : <Waiting image={image} />;
}

/** What has to be read first, and how far that is. */
function Waiting({ image }: ViewProps) {
	const { state } = useSurvey(image);
	const owners = useOwners(image);
	const isAdding = owners.state === "done";
	const progress = useSpaceProgress(image);
	return (
		<div className="page">
			<SurveyBar image={image} />
			{state === "done" && <AllOwners image={image} />}
			{isAdding && progress && <ProgressBar label="Adding up" progress={progress} />}
			{(state === "running" || owners.state === "running" || isAdding) && (
				<Placeholder label="Sums follow" lines={8} />
			)}
		</div>
	);
}

interface ReadyProps extends ViewProps {
	readonly totals: SpaceTotals;
}

function Ready({ image, totals }: ReadyProps) {
	const place = usePlace();
	const area = areaOf(place);
	const colour = colourOf(place);
	const asked = useSelected(image, place.zoom, undefined);
	const selection = useSelection(image);
	// What does not exist, or is no directory, is looked into as the whole.
	const zoom = asked.error || !place.zoom ? "/" : place.zoom;
	const nid = zoom === "/" ? undefined : asked.nid;
	const stored = totals.spaces.filter(({ id }) => isStored(id));
	const space = stored.find(({ id }) => id === place.space) ?? stored[0];
	const size = space?.size ?? 0;
	const blocks = place.blocks && partOf(place.blocks, size, image.overview.blockSize);
	return (
		<div className="space">
			<div className="space-bar">
				<span aria-hidden>Map</span>
				<Segmented
					label="Map"
					value={blocks ? "blocks" : "files"}
					onChange={(value) =>
						navigate({ blocks: value === "blocks" ? { start: 0, end: size } : undefined })
					}
					options={[
						{ value: "files", label: "Files" },
						{ value: "blocks", label: "Blocks" },
					]}
				/>
				{blocks && space ? (
					<BlocksBar range={blocks} space={space} stored={stored} />
				) : (
					<FilesBar area={area} colour={colour} zoom={zoom} />
				)}
			</div>
			{blocks && space ? (
				<Blocks image={image} space={space.id} range={blocks} size={size} />
			) : (
				<Treemap
					image={image}
					zoom={zoom}
					nid={nid}
					selected={selection.nid}
					area={area}
					colour={colour}
				/>
			)}
			{blocks && space ? <OwnerLegend space={space} /> : <Legend colour={colour} />}
			<LeftOut totals={totals} />
			<Lists image={image} totals={totals} zoom={zoom} nid={nid} selected={selection.nid} />
		</div>
	);
}

interface FilesBarProps {
	readonly area: Area;
	readonly colour: Colour;
	readonly zoom: string;
}

const FilesBar = ({ area, colour, zoom }: FilesBarProps) => (
	<>
		<span aria-hidden>Area</span>
		<Segmented
			label="Area"
			value={area}
			onChange={(value) =>
				navigate({ area: value === "disk" ? undefined : value }, { replace: true })
			}
			options={[
				{ value: "disk", label: "On disk" },
				{ value: "contents", label: "Contents" },
			]}
		/>
		<span aria-hidden>Colour</span>
		<Segmented
			label="Colour"
			value={colour}
			onChange={(value) =>
				navigate({ colour: value === "ratio" ? undefined : value }, { replace: true })
			}
			options={[
				{ value: "ratio", label: "% of size" },
				{ value: "kind", label: "Kind" },
				{ value: "algorithm", label: "Algorithm" },
			]}
		/>
		<span className="space-up">
			<Button
				small
				variant="quiet"
				icon={ArrowUp}
				disabled={zoom === "/"}
				onClick={() => goUp(zoom)}
			>
				Up
			</Button>
			<span className="mono">{zoom}</span>
		</span>
	</>
);

type Space = SpaceTotals["spaces"][number];

interface BlocksBarProps {
	readonly range: Range;
	readonly space: Space;
	/** The image and its devices. */
	readonly stored: readonly Space[];
}

const BlocksBar = ({ range, space: { id, size }, stored }: BlocksBarProps) => (
	<>
		{stored.length > 1 && (
			<Menu
				trigger={
					<Button small icon={HardDrive}>
						{spaceTitle(id)}
					</Button>
				}
			>
				{stored.map((one) => (
					<MenuItem
						key={one.id}
						onSelect={() =>
							navigate({ space: one.id, at: undefined, blocks: { start: 0, end: one.size } })
						}
					>
						{spaceTitle(one.id)}
					</MenuItem>
				))}
			</Menu>
		)}
		<span className="space-up">
			<Button
				small
				variant="quiet"
				icon={ArrowUp}
				disabled={range.start === 0 && range.end === size}
				onClick={() => navigate({ blocks: { start: 0, end: size } })}
			>
				Whole {id === IMAGE_SPACE ? "image" : "device"}
			</Button>
			<span className="mono">{extentText(range)}</span>
		</span>
	</>
);

/** The owners that the image or the device has, with their second signs. */
const OwnerLegend = ({ space: { kinds } }: { readonly space: Space }) => (
	<ul className="legend-row" aria-label="Colours of the map">
		{groupSums(kinds).map(({ group }) => (
			<li key={group}>
				<OwnerSign group={group} />
				{GROUP_WORDS[group]}
			</li>
		))}
	</ul>
);

interface ListsProps extends ReadyProps {
	readonly zoom: string;
	readonly nid: bigint | undefined;
	readonly selected: bigint | undefined;
}

const SUMS = "sums";
const GROUPS = "groups";
const FIRST_BOOT = "boot";
const HISTOGRAMS = "histograms";
const ADVICE = "advice";

function Lists({ image, totals, zoom, nid, selected }: ListsProps) {
	const { list, filter = "" } = usePlace();
	const items = [
		...totals.lists.map(({ id, label }) => ({ id, label })),
		{ id: FIRST_BOOT, label: "First boot" },
		{ id: SUMS, label: "Sums" },
		{ id: GROUPS, label: "By group" },
		{ id: HISTOGRAMS, label: "Histograms" },
		{ id: ADVICE, label: "Advice" },
	];
	const current = items.some(({ id }) => id === list) ? (list as string) : (items[0]?.id ?? GROUPS);
	return (
		<TabGroup value={current} className="space-lists">
			<TabList
				label="Lists"
				items={items}
				onChange={(id) => navigate({ list: id === items[0]?.id ? undefined : id })}
			/>
			{totals.lists.map((one) => {
				const files = (
					<FileList
						image={image}
						list={one}
						zoom={zoom}
						nid={nid}
						query={filter}
						selected={selected}
					/>
				);
				return (
					<TabPanel key={one.id} id={one.id} className="space-list">
						{one.comparesContents ? <Compare image={image}>{files}</Compare> : files}
					</TabPanel>
				);
			})}
			<TabPanel id={FIRST_BOOT} className="space-list">
				<FirstBoot image={image} />
			</TabPanel>
			<TabPanel id={SUMS} className="space-list">
				<Sums image={image} totals={totals} />
			</TabPanel>
			<TabPanel id={GROUPS} className="space-list">
				<Groups image={image} groupings={totals.groupings} />
			</TabPanel>
			<TabPanel id={HISTOGRAMS} className="space-list">
				<Histograms image={image} />
			</TabPanel>
			<TabPanel id={ADVICE} className="space-list">
				<Advice image={image} />
			</TabPanel>
		</TabGroup>
	);
}

/** Sums are not drowned by what cannot be; but they say that they are without it. */
function LeftOut({ totals: { leftOut, clashes, shortfalls } }: Pick<ReadyProps, "totals">) {
	const count = leftOut.length;
	const sentences = [
		...(count === 0
			? []
			: [
					`Left out of the sums: ${counted(count, "inode claims", "inodes claim")} more than the image can hold (${leftOut
						.slice(0, NAMED)
						.map(({ path, nid }) => path || `inode ${nid}`)
						.join(", ")}${count > NAMED ? ", …" : ""}).`,
				]),
		...(clashes === 0
			? []
			: [
					`At ${counted(clashes, "place")} structures claim the same bytes: each byte is counted once.`,
				]),
		...shortfalls,
	];
	if (sentences.length === 0) return null;
	return (
		<p className="left-out">
			<TriangleAlert aria-hidden />
			<span>
				{sentences.join(" ")} <PlaceLink to={{ view: "check" }}>See the findings</PlaceLink>
			</span>
		</p>
	);
}

/** Inodes named of those that are left out. */
const NAMED = 3;
