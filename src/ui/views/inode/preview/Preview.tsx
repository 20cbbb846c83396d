/** The preview tab: decides by type and first bytes how the contents are shown. */
import { useMemo } from "react";
import { failureInfo } from "../../../../base/errors";
import { showStart } from "../../../../base/text";
import { type InodeDetail, TYPE_NAMES } from "../../../../worker/protocol";
import { Placeholder } from "../../../widgets/EmptyState";
import { mayPass } from "../../../widgets/failure.model";
import type { InodeParts } from "../parts";
import { useHead } from "../queries";
import { BinaryPreview } from "./BinaryPreview";
import { DirectoryPreview } from "./DirectoryPreview";
import { ImagePreview } from "./ImagePreview";
import { NoPreview } from "./NoPreview";
import { sniffPartly } from "./sniff.model";
import { TextPreview } from "./TextPreview";
import { STEP } from "./text-file";
import { Unread } from "./Unread";
import "./preview.css";

const FILE = TYPE_NAMES.indexOf("file");
const UNKNOWN = TYPE_NAMES.indexOf("unknown");
const DIRECTORY = TYPE_NAMES.indexOf("directory");

export function Preview(props: InodeParts) {
	const { detail } = props;
	if (detail.type === DIRECTORY) return <DirectoryPreview {...props} />;
	if (detail.type !== FILE)
		return <NoPreview {...props} title={nameOf(detail)} why={noContents(detail)} />;
	if (detail.size === 0) return <NoPreview {...props} title="Empty file" why="It has no bytes." />;
	if (!detail.readable)
		return <NoPreview {...props} title={UNREADABLE} why={detail.whyNot ?? ""} />;
	return <FilePreview {...props} />;
}

const UNREADABLE = "The contents cannot be read";

function noContents({ type, target }: InodeDetail): string {
	if (type === UNKNOWN)
		return "The mode names no known file type, so the contents have no meaning.";
	if (target) return `Its target is ${showStart(target, 200)}; the details say where that leads.`;
	return `A ${TYPE_NAMES[type] ?? "special file"} has no contents of its own.`;
}

const nameOf = ({ type }: InodeDetail): string => {
	const name = type === UNKNOWN ? "unknown type" : (TYPE_NAMES[type] ?? "special file");
	return name.slice(0, 1).toUpperCase() + name.slice(1);
};

function FilePreview(props: InodeParts) {
	const { image, detail } = props;
	const head = useHead(image, detail.nid, Math.min(detail.size, STEP));
	const sniffed = useMemo(
		() => head.data && sniffPartly(head.data, detail.size),
		[head.data, detail.size],
	);
	if (head.error) {
		const info = failureInfo(head.error);
		if (mayPass(info)) return <Unread info={info} retry={() => void head.refetch()} />;
		return <NoPreview {...props} title={UNREADABLE} why={info.message} />;
	}
	if (!head.data || !sniffed) {
		return (
			<div className="inode-pad">
				<Placeholder lines={8} label="Reading the contents" />
			</div>
		);
	}
	const shown = { ...props, head: head.data };
	switch (sniffed.kind) {
		case "text":
			return <TextPreview {...shown} encoding={sniffed.encoding} bom={sniffed.bom} />;
		case "image":
			return <ImagePreview {...shown} format={sniffed.format} />;
		case "binary":
			return <BinaryPreview {...shown} what={sniffed} />;
		case "empty":
			return null; // ruled out by the inode's size
	}
}
