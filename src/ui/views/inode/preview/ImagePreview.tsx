/** A raster image, decoded by the browser from a blob: address; anything else stays bytes. */

import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { failureInfo } from "../../../../base/errors";
import { fileSpace } from "../../../../base/space";
import { countText, sizeText } from "../../../../base/words";
import type { BytesResult } from "../../../../worker/protocol";
import type { OpenImage } from "../../../state/image";
import type { InodeParts } from "../parts";
import { BinaryPreview } from "./BinaryPreview";
import { type ImageSize, imageSize } from "./image-size.model";
import { MissingNote } from "./MissingNote";
import { IMAGE_MIME, type ImageFormat } from "./sniff.model";

/** Bytes of the largest file that is decoded. */
const MOST_BYTES = 32_000_000;
/** Pixels of the largest picture that is decoded: 256 MB in memory. */
const MOST_PIXELS = 64_000_000;
/** Bytes asked for at a time. */
const STEP = 4 * 1024 * 1024;

interface Props extends InodeParts {
	readonly head: BytesResult;
	readonly format: ImageFormat;
}

export function ImagePreview(props: Props) {
	const { detail, head, format } = props;
	const size = imageSize(format, head.bytes);
	const name = format.toUpperCase();
	const tooLarge = whyTooLarge(detail.size, size);
	if (tooLarge) {
		const what = { kind: "binary", label: `${name} image`, doc: tooLarge } as const;
		return <BinaryPreview {...props} what={what} />;
	}
	return <Picture key={String(detail.nid)} {...props} name={name} size={size} />;
}

function whyTooLarge(bytes: number, size: ImageSize | undefined): string | undefined {
	if (bytes > MOST_BYTES) return `Larger than ${sizeText(MOST_BYTES)}, so it is not decoded here.`;
	if (size && size.width * size.height > MOST_PIXELS) {
		const { width, height } = size;
		return `Of ${countText(width)} × ${countText(height)} pixels, too many to decode here.`;
	}
	return undefined;
}

interface PictureProps extends Props {
	readonly name: string;
	readonly size: ImageSize | undefined;
}

function Picture(props: PictureProps) {
	const { image, detail, format, name, path } = props;
	const file = useWholeFile(image, detail.nid, detail.size, IMAGE_MIME[format]);
	const url = useBlobUrl(file.data?.blob);
	const [size, setSize] = useState(props.size);
	const [broken, setBroken] = useState(false);
	if (file.error || broken) {
		const why = file.error ? failureInfo(file.error).message : "The browser cannot decode it.";
		return <BinaryPreview {...props} what={{ kind: "binary", label: `${name} image`, doc: why }} />;
	}
	return (
		<div className="preview-image">
			<div className="preview-bar">
				<p>
					<strong>{name} image</strong>
					{size && `, ${countText(size.width)} × ${countText(size.height)} pixels`}
				</p>
			</div>
			<MissingNote missing={file.data?.missing ?? []} />
			{/* biome-ignore lint/a11y/noNoninteractiveTabindex: a pane that scrolls must be reachable */}
			<section className="preview-canvas" tabIndex={0} aria-label="Picture">
				{url && (
					<img
						src={url}
						alt={path ?? `inode ${detail.nid}`}
						width={size?.width}
						height={size?.height}
						onLoad={(e) => {
							const { naturalWidth: width, naturalHeight: height } = e.currentTarget;
							setSize({ width, height });
						}}
						onError={() => setBroken(true)}
					/>
				)}
			</section>
		</div>
	);
}

/** All bytes of a file of at most {@link MOST_BYTES}. */
const useWholeFile = (image: OpenImage, nid: bigint, size: number, type: string) =>
	useQuery({
		queryKey: [image.key, "whole", String(nid)],
		staleTime: Number.POSITIVE_INFINITY,
		gcTime: 0,
		retry: false,
		queryFn: async ({ signal }) => {
			const parts: BytesResult[] = [];
			for (let start = 0; start < size; start += STEP) {
				const range = { space: fileSpace(nid), start, end: Math.min(size, start + STEP) };
				parts.push(await image.client.call("bytes", range, { signal }));
			}
			return {
				blob: new Blob(
					parts.map((p) => p.bytes),
					{ type },
				),
				missing: parts.flatMap((p) => p.missing),
			};
		},
	});

function useBlobUrl(blob: Blob | undefined): string | undefined {
	const [url, setUrl] = useState<string>();
	useEffect(() => {
		if (!blob) return;
		const made = URL.createObjectURL(blob);
		setUrl(made);
		return () => URL.revokeObjectURL(made);
	}, [blob]);
	return url;
}
