/** Inside a compressed unit: where it is, what its bytes are, and whether it is decoded in place. */
import { useQuery } from "@tanstack/react-query";
import { failureInfo } from "../../../../base/errors";
import { span } from "../../../../base/range";
import { countText, exactBytes } from "../../../../base/words";
import { algorithmLabel } from "../../../../erofs/structs/features";
import type { Inside } from "../../../../worker/protocol";
import type { OpenImage } from "../../../state/image";
import { Placeholder } from "../../../widgets/EmptyState";
import { Fact } from "../../../widgets/Fact";
import { FailureNotice } from "../../../widgets/FailureNotice";
import { BytesLink } from "../../../widgets/PlaceLink";
import { Deflate } from "./Deflate";
import { InPlace } from "./InPlace";
import { Lz4 } from "./Lz4";
import { Lzma } from "./Lzma";
import { Zstd } from "./Zstd";

interface InsidePageProps {
	readonly image: OpenImage | undefined;
	readonly nid: bigint;
	readonly offset: number;
}

export function InsidePage({ image, nid, offset }: InsidePageProps) {
	const { data, error } = useQuery({
		queryKey: [image?.key, "inside", String(nid), offset],
		enabled: image !== undefined,
		queryFn: ({ signal }) =>
			(image as OpenImage).client.call("inside", { nid, offset }, { signal }),
	});
	if (!image) return <p className="learn-body">Open an image to look inside one of its units.</p>;
	if (error) return <FailureNotice info={failureInfo(error)} />;
	if (!data) return <Placeholder label="Reading the unit" lines={6} />;
	return <Unit key={`${nid} ${data.start}`} nid={nid} inside={data} />;
}

function Unit({ nid, inside }: { readonly nid: bigint; readonly inside: Inside }) {
	const { start, end, at, stream, algorithm, partial, refused, lz4, lzma, deflate, zstd } = inside;
	const zeros = stream.start - at.start;
	const stopped = (lz4 ?? lzma ?? deflate ?? zstd)?.stopped;
	return (
		<div className="learn-body">
			<header className="lesson-head">
				<p className="learn-small">Inode {String(nid)}</p>
				<h3 className="lesson-title">Inside a unit of {algorithmLabel(algorithm)}</h3>
			</header>
			<dl className="lesson-table inside-facts">
				<Fact label="stored">
					<BytesLink span={at} what="the unit" />, {exactBytes(at.end - at.start)}
				</Fact>
				<Fact label="zeros">{zeros > 0 ? `${exactBytes(zeros)} in front` : "none"}</Fact>
				<Fact label="stream">
					<BytesLink span={stream} what="the stream" />, {exactBytes(stream.end - stream.start)}
				</Fact>
				<Fact label="holds">
					bytes {countText(start)} to {countText(end - 1)} of the file: {exactBytes(end - start)}
					{partial && ". It decodes to more; this file uses the beginning"}
				</Fact>
			</dl>
			{stopped && (
				<p className="inside-stopped">
					The unit is damaged at{" "}
					<BytesLink
						span={span(stream.space, stream.start + stopped.at, stream.start + stopped.at + 1)}
						what="the damage"
					/>
					: {stopped.why}
				</p>
			)}
			{refused && (
				<p className="inside-stopped">
					Its parts fit together, and yet it cannot be decoded: {refused}
				</p>
			)}
			{lz4 && <Lz4 inside={inside} lz4={lz4} />}
			{lzma && <Lzma lzma={lzma} />}
			{deflate && <Deflate deflate={deflate} stream={stream} />}
			{zstd && <Zstd zstd={zstd} stream={stream} />}
			{lz4 && <InPlace inside={inside} lz4={lz4} />}
		</div>
	);
}
