import { countText, timeText } from "../../../base/words";
import { shortName } from "../../shell/image.model";
import type { OpenImage } from "../../state/image";
import { useInodeCount, useSurvey } from "../../state/survey";
import { CopyIcon } from "../../widgets/CopyButton";
import { Figure, Figures } from "../../widgets/Figures";
import { RatioBar } from "../../widgets/RatioBar";
import { Size } from "../../widgets/Size";
import { algorithmNames, blocksText, shareText } from "./overview.model";

/** What most people open an image for, in six figures. */
export function Headline({ image }: { readonly image: OpenImage }) {
	const { overview } = image;
	const inodes = useInodeCount(image);
	const name = shortName(overview.name);
	const { created } = overview;
	return (
		<header className="headline">
			<h1 className="page-title">{overview.volume || name}</h1>
			<p className="headline-id">
				{overview.volume && <span>{name}</span>}
				{overview.writer && <span title={overview.writer.doc}>{overview.writer.name}</span>}
				<span>
					UUID <span className="mono">{overview.uuid}</span>
					<CopyIcon text={overview.uuid} label="Copy UUID" />
				</span>
			</p>
			<Figures>
				<Stored image={image} />
				<Figure label="Image" value={<Size bytes={overview.size} />} more={blocksText(overview)} />
				<Figure label="Inodes" value={countText(inodes)} more="files, directories, links" />
				<Figure
					label="Compression"
					value={algorithmNames(overview.algorithms) || "none"}
					more="declared by the superblock"
				/>
				<MountsOn kernel={overview.kernel} />
				<Figure
					label="Created"
					value={created === undefined ? "not recorded" : timeText(created).slice(0, 10)}
					more={created === undefined ? "" : timeText(created).slice(11)}
				/>
			</Figures>
		</header>
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

/** The overall ratio, once the whole image has been walked. */
function Stored({ image }: { readonly image: OpenImage }) {
	const { result } = useSurvey(image);
	if (!result) return <Figure label="On disk" value="–" more="known once all metadata is read" />;
	if (result.inodes === 0) return <Figure label="On disk" value="–" more="nothing can be read" />;
	const { stored, size } = result;
	return (
		<Figure
			label="On disk"
			value={shareText(stored, size)}
			more={
				<>
					<RatioBar stored={stored} size={size} decorative />
					<span>
						<Size bytes={stored} /> of <Size bytes={size} />
					</span>
				</>
			}
		/>
	);
}
