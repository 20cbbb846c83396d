/** What can still be read of a damaged file, with the lost ranges marked, and saving it. */
import { useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useState } from "react";
import { failureInfo } from "../../../base/errors";
import { countText, exactBytes, percentText } from "../../../base/words";
import type { Fill, InodeDetail, Lost } from "../../../worker/protocol";
import { TYPE_NAMES } from "../../../worker/protocol";
import type { OpenImage } from "../../state/image";
import { save } from "../../state/save";
import { useInode, useSelected } from "../../state/selected";
import { Button } from "../../widgets/Button";
import { Placeholder } from "../../widgets/EmptyState";
import { Fold } from "../../widgets/Fold";
import { Menu, MenuItem } from "../../widgets/Menu";
import { BytesLink } from "../../widgets/PlaceLink";

/** Larger files are read through only when somebody asks, bytes. */
const AT_ONCE = 8 << 20;
/** Lost ranges that are listed. */
const LISTED = 20;

interface StillReadableProps {
	readonly image: OpenImage;
	readonly path: string | undefined;
	readonly nid: bigint | undefined;
}

/** Nothing for what is no file, or cannot be found. */
export function StillReadable({ image, path, nid: given }: StillReadableProps) {
	const { nid } = useSelected(image, path, given);
	const { data: detail } = useInode(image, nid);
	if (!detail || TYPE_NAMES[detail.type] !== "file" || detail.size === 0) return null;
	return (
		<Fold title="What can still be read">
			<Readable image={image} detail={detail} name={path?.split("/").at(-1) || `inode ${nid}`} />
		</Fold>
	);
}

interface ReadableProps {
	readonly image: OpenImage;
	readonly detail: InodeDetail;
	readonly name: string;
}

function Readable({ image, detail, name }: ReadableProps) {
	const { nid, size } = detail;
	const [asked, ask] = useState(size <= AT_ONCE && !image.overview.remote);
	const { data, error } = useQuery({
		queryKey: [image.key, "lost", String(nid)],
		enabled: asked,
		queryFn: ({ signal }) => image.client.call("lost", { nid }, { signal }),
	});
	if (error) return <p>{failureInfo(error).message}</p>;
	if (!asked) {
		return (
			<Button small onClick={() => ask(true)}>
				Read all {exactBytes(size)} to see
			</Button>
		);
	}
	if (!data) return <Placeholder lines={2} label="Reading the contents" />;
	if (data.bytes === 0) return <p>All {exactBytes(size)} can be read.</p>;
	const saveAs = (rescue: Fill) =>
		void save(image.client, { nid, as: "file", name, rescue }, `Rescue of ${name}`);
	const trigger = (
		<Button small icon={Download}>
			Save what can be read
		</Button>
	);
	return (
		<div className="about-finding-readable">
			<LostBar lost={data} size={size} />
			<LostText lost={data} size={size} contents={detail.contents} />
			{data.bytes < size && (
				<Menu trigger={trigger}>
					<MenuItem onSelect={() => saveAs("zeros")}>With zeros where bytes are lost</MenuItem>
					<MenuItem onSelect={() => saveAs("omit")}>Without the lost bytes</MenuItem>
				</Menu>
			)}
		</div>
	);
}

interface LostProps {
	readonly lost: Lost;
	readonly size: number;
}

/** Decoration: the words under it say the same. */
const LostBar = ({ lost, size }: LostProps) => (
	<div className="lost-bar" aria-hidden>
		{lost.list.map(({ start, end }) => (
			<span
				key={start}
				style={{
					insetInlineStart: `${(start / size) * 100}%`,
					width: `${((end - start) / size) * 100}%`,
				}}
			/>
		))}
	</div>
);

function LostText({ lost, size, contents }: LostProps & { readonly contents: string }) {
	const { list, bytes, more } = lost;
	const left = list.length + more - LISTED;
	return (
		<>
			<p>
				{exactBytes(bytes)} are lost.{" "}
				{bytes < size
					? `The other ${exactBytes(size - bytes)} (${percentText(1 - bytes / size)}) can be read.`
					: "Nothing else is in the file."}
			</p>
			<ul className="about-finding-list">
				{list.slice(0, LISTED).map(({ start, end, why }) => (
					<li key={start}>
						<BytesLink span={{ space: contents, start, end }} what="what is lost">
							{`${countText(start)} to ${countText(end)}`}
						</BytesLink>
						{why}
					</li>
				))}
			</ul>
			{left > 0 && <p className="about-finding-rest">and {countText(left)} more ranges</p>}
		</>
	);
}
