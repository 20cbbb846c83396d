import { Fragment } from "react";
import { counted, percentText, storedShare } from "../../../base/words";
import type { AlgorithmRow, SpaceTotals, Survey } from "../../../worker/protocol";
import { openName, shortName } from "../../shell/image.model";
import type { OpenImage } from "../../state/image";
import { useSpace } from "../../state/space";
import { useInodeCount, useSurvey } from "../../state/survey";
import { CopyIcon } from "../../widgets/CopyButton";
import { Figure } from "../../widgets/Figures";
import { Size } from "../../widgets/Size";
import { Term } from "../../widgets/Term";
import { compressedText, filesText, isUnreadable, storedOnce, unitsText } from "./overview.model";

/** What the image is called. */
export function Identity({ image }: { readonly image: OpenImage }) {
	const { overview } = image;
	const name = openName(overview);
	const around = overview.part === undefined ? undefined : shortName(overview.name);
	return (
		<header>
			<h1 className="page-title">{overview.volume || name}</h1>
			<p className="headline-id">
				{overview.volume && <span>{name}</span>}
				{around && <span>in {around}</span>}
				<span>
					UUID <span className="mono">{overview.uuid}</span>
					<CopyIcon text={overview.uuid} label="Copy UUID" />
				</span>
			</p>
		</header>
	);
}

/** What most people open an image for. */
export function Headline({ image }: { readonly image: OpenImage }) {
	const { overview } = image;
	const inodes = useInodeCount(image);
	const survey = useSurvey(image).result;
	const isLost = survey !== undefined && isUnreadable(survey);
	const result = isLost ? undefined : survey;
	const totals = useSpace(image);
	const later = isLost ? "no inode can be read" : "known once all metadata is read";
	const compressed = result ? compressedText(result) : "as the superblock says";
	const units = totals ? unitsText(totals.algorithms) : "";
	return (
		<>
			<MountsOn kernel={overview.kernel} />
			<Figure
				label="Contents"
				value={result ? <Size bytes={result.size} /> : "–"}
				more={
					result ? filesText(result) : isLost ? later : `${counted(inodes, "inode")}; size ${later}`
				}
			/>
			{result ? (
				<OnDisk image={image} sums={result} totals={totals} />
			) : (
				<Figure label="On disk" value="–" more={later} />
			)}
			<Figure
				label="Compression"
				value={<Algorithms algorithms={overview.algorithms} />}
				more={units ? `${compressed}, ${units}` : compressed}
			/>
		</>
	);
}

const MountsOn = ({ kernel: { version, until } }: Pick<OpenImage["overview"], "kernel">) =>
	version === undefined ? (
		<Figure label="Mounts on" value="no Linux" more="that is known" />
	) : (
		<Figure
			label="Mounts on"
			value={`Linux ${version}`}
			more={until === undefined ? "or newer, by the superblock" : `to ${until}`}
		/>
	);

interface OnDiskProps {
	readonly image: OpenImage;
	readonly sums: Survey;
	readonly totals: SpaceTotals | undefined;
}

/** What several files share counts once, as soon as that is known: for each of them until then. */
function OnDisk({ image, sums: { stored: forEach, size }, totals }: OnDiskProps) {
	const isWhole = !image.overview.devices.some(({ missing }) => missing);
	const once = totals && isWhole ? storedOnce(totals.spaces) : undefined;
	const stored = once ?? forEach;
	const share = storedShare(stored, size);
	const sharing = once !== undefined && once < forEach ? "; what files share counts once" : "";
	return (
		<Figure
			label="On disk"
			value={<Size bytes={stored} />}
			more={
				share === undefined
					? "there are no contents"
					: `${percentText(share)} of the size of the contents${sharing}`
			}
		/>
	);
}

const Algorithms = ({ algorithms }: { readonly algorithms: readonly AlgorithmRow[] }) =>
	algorithms.length === 0
		? "none"
		: algorithms.map(({ id, label, doc, since }, i) => (
				<Fragment key={id}>
					{i > 0 && ", "}
					{doc ? (
						<Term doc={doc} more={`Since Linux ${since}`} about={`algorithm.${label}`}>
							{label}
						</Term>
					) : (
						label
					)}
				</Fragment>
			));
