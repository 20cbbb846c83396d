/**
 * A picture, decoded by the browser from a blob: address; anything else stays bytes. A drawing is
 * shown in the same way: as a picture its scripts do not run, and nothing is fetched for it.
 */

import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import { failureInfo } from "../../../../base/errors";
import { fileSpace } from "../../../../base/space";
import { countText, sizeText } from "../../../../base/words";
import type { BytesResult, Preview } from "../../../../worker/protocol";
import type { OpenImage } from "../../../state/image";
import type { InodeParts } from "../parts";
import { HexPreview } from "./HexPreview";
import { MissingNote } from "./MissingNote";
import { TextPreview } from "./TextPreview";

/** Bytes of the largest file that is decoded. */
const MOST_BYTES = 32 << 20;
/** The same for drawings: each byte of them can take much longer. */
const MOST_DRAWN = 4 << 20;
/** Pixels of the largest picture that is decoded: 256 MiB in memory. */
const MOST_PIXELS = 64 << 20;
/** Bytes asked for at a time. */
const STEP = 4 * 1024 * 1024;

type PictureFacts = Extract<Preview, { kind: "picture" }>;

interface Props extends InodeParts {
	readonly picture: PictureFacts;
	readonly ways: ReactNode;
}

export function PicturePreview(props: Props) {
	const { detail, picture } = props;
	const tooLarge = whyTooLarge(detail.size, picture);
	if (tooLarge) return <HexPreview {...props} label={titleOf(picture)} doc={tooLarge} />;
	return <Picture key={String(detail.nid)} {...props} />;
}

const titleOf = ({ name }: PictureFacts): string => `${name} picture.`;

function whyTooLarge(bytes: number, { size, text }: PictureFacts): string | undefined {
	const most = text ? MOST_DRAWN : MOST_BYTES;
	if (bytes > most) return `Larger than ${sizeText(most)}, so it is not decoded here.`;
	if (size && size.width * size.height > MOST_PIXELS) {
		const { width, height } = size;
		return `Of ${countText(width)} × ${countText(height)} pixels, too many to decode here.`;
	}
	return undefined;
}

function Picture(props: Props) {
	const { image, detail, picture, path, ways } = props;
	const file = useWholeFile(image, detail.nid, detail.size, picture.mime);
	const url = useBlobUrl(file.data?.blob);
	const [size, setSize] = useState(picture.size);
	const [broken, setBroken] = useState(false);
	if (file.error || broken) {
		const why = file.error ? failureInfo(file.error).message : "The browser cannot decode it.";
		return picture.text ? (
			<TextPreview {...props} text={picture.text} note={`${titleOf(picture)} ${why}`} />
		) : (
			<HexPreview {...props} label={titleOf(picture)} doc={why} />
		);
	}
	return (
		<div className="preview-image">
			<div className="preview-bar">
				{ways}
				<p>
					<strong>{picture.name} picture</strong>
					{picture.text
						? ", drawn without its scripts and links"
						: size && `, ${countText(size.width)} × ${countText(size.height)} pixels`}
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
						className={picture.text ? "preview-drawing" : undefined}
						onLoad={(e) => {
							const { naturalWidth: width, naturalHeight: height } = e.currentTarget;
							if (!picture.text) setSize({ width, height });
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
