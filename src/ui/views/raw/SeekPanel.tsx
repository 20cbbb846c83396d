/** Looks for volumes anywhere in the file, and lists them as they are found. */
import { Search } from "lucide-react";
import { IMAGE_SPACE } from "../../../base/space";
import { counted, countText } from "../../../base/words";
import { SB_OFFSET } from "../../../erofs/structs/superblock";
import type { FoundVolume } from "../../../worker/protocol";
import type { OpenRaw } from "../../state/image";
import { openOtherwise } from "../../state/open";
import { type Seek, startSeek, stopSeek, useSeek } from "../../state/seek";
import { Button } from "../../widgets/Button";
import { FailureNotice } from "../../widgets/FailureNotice";
import { handFocusOn } from "../../widgets/focus";
import { BytesLink } from "../../widgets/PlaceLink";
import { ProgressBar } from "../../widgets/ProgressBar";
import { costText, resultText, SIGNS, volumeText } from "./raw.model";

/** Places by chance shown at most; noise can have many. */
const MOST_BY_CHANCE = 20;

export function SeekPanel({ raw }: { readonly raw: OpenRaw }) {
	const seek = useSeek(raw);
	const { state, progress, why } = seek;
	const start = () => void startSeek(raw);
	const { remote, size } = raw.facts;
	const cost = costText(remote, size);
	return (
		<>
			{state !== "running" && (
				<Button icon={Search} onClick={start}>
					{state === "idle" ? "Search for EROFS here" : "Search again"}
				</Button>
			)}
			{state === "idle" && cost && <span className="raw-cost">{cost}</span>}
			{state === "running" && (
				<div ref={handFocusOn} className="raw-progress">
					<ProgressBar label="Searching for EROFS" progress={progress} />
					<Button autoFocus onClick={stopSeek}>
						Stop
					</Button>
				</div>
			)}
			{state === "failed" && why && (
				<FailureNotice title="The search stopped" info={why} onRetry={start} />
			)}
			{state !== "idle" && <Results seek={seek} offset={raw.origin.offset ?? 0} />}
		</>
	);
}

interface ResultsProps {
	readonly seek: Seek;
	/** Byte of the file at which what is open starts. */
	readonly offset: number;
}

function Results({ seek, offset }: ResultsProps) {
	const { about: found, result } = seek;
	const likely = found.filter(({ sign }) => sign !== "chance");
	const chance = found.filter(({ sign }) => sign === "chance");
	const more = (result?.chance ?? chance.length) - MOST_BY_CHANCE;
	return (
		<div className="raw-results">
			<p role="status">{resultText(seek, offset)}</p>
			{[...likely, ...chance.slice(0, MOST_BY_CHANCE)].map((volume) => (
				<Volume key={volume.start} volume={volume} offset={offset} />
			))}
			{more > 0 && <p>and {counted(more, "more place")} with nothing but the magic number</p>}
		</div>
	);
}

function Volume({ volume, offset }: { readonly volume: FoundVolume; readonly offset: number }) {
	const { start, sign } = volume;
	const at = { space: IMAGE_SPACE, start: start + SB_OFFSET, end: start + SB_OFFSET + 128 };
	return (
		<div className={`raw-volume raw-volume-${sign}`}>
			<span className="raw-volume-at">
				byte <b>{countText(start + offset)}</b>
			</span>
			<span className="raw-volume-text">
				{[SIGNS[sign], volumeText(volume)].filter(Boolean).join(": ")}
			</span>
			<BytesLink span={at} what="its superblock">
				superblock
			</BytesLink>
			{sign !== "chance" && (
				<Button small onClick={() => openOtherwise({ offset: start + offset })}>
					Open it
				</Button>
			)}
		</div>
	);
}
