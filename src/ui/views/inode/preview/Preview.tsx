/** The preview tab: chooses by type and contents how they are shown. */
import { FileX, Link2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { failureInfo } from "../../../../base/errors";
import {
	type InodeDetail,
	type Preview as PreviewOf,
	TYPE_NAMES,
} from "../../../../worker/protocol";
import { navigate } from "../../../state/location";
import { Button } from "../../../widgets/Button";
import { EmptyState, Placeholder } from "../../../widgets/EmptyState";
import { mayPass } from "../../../widgets/failure.model";
import { Segmented } from "../../../widgets/Segmented";
import { LinkTarget } from "../details/LinkTarget";
import { showBytes } from "../go";
import type { InodeParts } from "../parts";
import { usePreview } from "../queries";
import { FactsPreview } from "./FactsPreview";
import { HexPreview } from "./HexPreview";
import { PicturePreview } from "./PicturePreview";
import { TextPreview } from "./TextPreview";
import { Unread } from "./Unread";
import "./preview.css";

const FILE = TYPE_NAMES.indexOf("file");
const UNKNOWN = TYPE_NAMES.indexOf("unknown");

export function Preview(props: InodeParts) {
	const { detail } = props;
	if (detail.target) return <LinkPreview {...props} target={detail.target} />;
	if (detail.type !== FILE)
		return <NoPreview {...props} title={nameOf(detail)} why={noContents(detail)} />;
	if (detail.size === 0) return <NoPreview {...props} title="Empty file" why="It has no bytes." />;
	if (!detail.readable)
		return <NoPreview {...props} title={UNREADABLE} why={detail.whyNot ?? ""} />;
	return <FilePreview {...props} />;
}

const UNREADABLE = "The contents cannot be read";

function noContents({ type }: InodeDetail): string {
	if (type === UNKNOWN)
		return "The mode names no known file type, so the contents have no meaning.";
	return `A ${TYPE_NAMES[type] ?? "special file"} has no contents of its own.`;
}

const nameOf = ({ type }: InodeDetail): string => {
	const name = type === UNKNOWN ? "unknown type" : (TYPE_NAMES[type] ?? "special file");
	return name.slice(0, 1).toUpperCase() + name.slice(1);
};

type Way = "facts" | "picture" | "text" | "hex";

/** Ways to look at contents, the best first; the others are for who wants to see more, or knows better. */
function waysOf(preview: PreviewOf): readonly (readonly [Way, string])[] {
	const plain = [
		["text", "Text"],
		["hex", "Hex"],
	] as const;
	switch (preview.kind) {
		case "facts":
			return [["facts", preview.way], ...plain];
		case "picture":
			return [["picture", "Picture"], ...plain];
		case "text":
			return plain;
		case "binary":
			return plain.toReversed();
	}
}

function FilePreview(props: InodeParts) {
	const { image, detail } = props;
	const { data, error, refetch } = usePreview(image, detail.nid);
	const [chosen, choose] = useState<Way>();
	if (error) {
		const info = failureInfo(error);
		if (mayPass(info)) return <Unread info={info} retry={() => void refetch()} />;
		return <NoPreview {...props} title={UNREADABLE} why={info.message} />;
	}
	if (!data) {
		return (
			<div className="inode-pad">
				<Placeholder lines={8} label="Reading the contents" />
			</div>
		);
	}
	const options = waysOf(data).map(([value, label]) => ({ value, label }));
	const way = chosen ?? options[0]?.value ?? "hex";
	const ways = <Segmented<Way> label="Shown as" value={way} onChange={choose} options={options} />;
	return <Shown {...props} preview={data} way={way} ways={ways} />;
}

interface ShownProps extends InodeParts {
	readonly preview: PreviewOf;
	readonly way: Way;
	/** The switch between the ways, for the bar on top. */
	readonly ways: ReactNode;
}

function Shown({ preview, way, ...props }: ShownProps) {
	const { kind } = preview;
	if (way === "facts" && kind === "facts") return <FactsPreview {...props} facts={preview} />;
	if (way === "picture" && kind === "picture") {
		return <PicturePreview {...props} picture={preview} />;
	}
	if (way === "text") {
		const text = kind === "text" || kind === "picture" ? preview.text : undefined;
		return <TextPreview {...props} text={text} />;
	}
	const { label = "Binary data", doc = "of no known format." } = kind === "binary" ? preview : {};
	return kind === "binary" ? (
		<HexPreview {...props} label={label} doc={doc} />
	) : (
		<HexPreview {...props} />
	);
}

/** A symbolic link is its target: that is shown, and leads there. */
const LinkPreview = ({
	image,
	path,
	detail,
	target,
}: InodeParts & { readonly target: Uint8Array }) => (
	<EmptyState icon={Link2} title={nameOf(detail)} actions={<Stored detail={detail} />}>
		<LinkTarget image={image} path={path} target={target} />
	</EmptyState>
);

/** What can be looked at all the same. */
function Stored({ detail }: Pick<InodeParts, "detail">) {
	return (
		<>
			{detail.size > 0 && (
				<Button onClick={() => navigate({ tab: "extents" })}>Show extents</Button>
			)}
			<Button onClick={() => showBytes(detail.at)}>Show the bytes of the inode</Button>
		</>
	);
}

interface NoPreviewProps extends InodeParts {
	readonly title: string;
	readonly why: string;
}

/** What is said when there are no contents to show, and what can be seen instead. */
function NoPreview({ detail, title, why }: NoPreviewProps) {
	return (
		<EmptyState icon={FileX} title={title} actions={<Stored detail={detail} />}>
			{why}
			{detail.size > 0 &&
				" The attributes, the extents and the stored bytes can still be looked at."}
		</EmptyState>
	);
}
