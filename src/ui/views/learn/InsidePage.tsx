/** Inside a compressed unit: what its bytes are, sequence by sequence or block by block, and whether it is decoded in place. */
import { useQuery } from "@tanstack/react-query";
import { ChevronLeft, ChevronRight } from "lucide-react";
import { useState } from "react";
import { failureInfo } from "../../../base/errors";
import { type Span, span } from "../../../base/range";
import { countText, exactBytes, percentText } from "../../../base/words";
import { algorithmLabel } from "../../../erofs/structs/features";
import type { Inside } from "../../../worker/protocol";
import type { OpenImage } from "../../state/image";
import { navigate } from "../../state/location";
import { IconButton } from "../../widgets/Button";
import { Placeholder } from "../../widgets/EmptyState";
import { Fact } from "../../widgets/Fact";
import { FailureNotice } from "../../widgets/FailureNotice";
import { BytesLink } from "../../widgets/PlaceLink";
import { CopyDrawing } from "./CopyDrawing";
import { Histogram } from "./Histogram";
import { InPlaceDrawing } from "./InPlaceDrawing";
import { sequenceAt } from "./inside.model";
import { OutputRibbon } from "./OutputRibbon";

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

type Lz4Inside = NonNullable<Inside["lz4"]>;

function Lz4({ inside, lz4 }: { readonly inside: Inside; readonly lz4: Lz4Inside }) {
	const { stream } = inside;
	const { ledger } = lz4;
	const { count } = lz4.sequences;
	const [n, setN] = useState(0);
	const go = (next: number) => {
		const to = Math.min(count - 1, Math.max(0, next));
		setN(to);
		const { token, end } = sequenceAt(lz4.sequences, to);
		const bytes = { start: stream.start + token, end: stream.start + end };
		navigate({ view: "bytes", space: stream.space, at: bytes }, { replace: true });
	};
	if (count === 0) return null;
	const one = sequenceAt(lz4.sequences, n);
	return (
		<>
			<Ledger
				of="bytes"
				parts={[
					["literals", ledger.literals, "literals"],
					["tokens", ledger.tokens, "tokens"],
					["distances", ledger.distances, "distances"],
					["lengths", ledger.lengths, "lengths"],
				]}
			/>
			<p>
				{countText(ledger.copied)} of {exactBytes(inside.end - inside.start)} are copies of bytes
				before them.
			</p>
			<div className="inside-slider">
				<IconButton
					icon={ChevronLeft}
					label="Previous sequence"
					disabled={n === 0}
					onClick={() => go(n - 1)}
				/>
				<input
					type="range"
					aria-label="Sequence"
					min={0}
					max={count - 1}
					value={n}
					aria-valuetext={`Sequence ${n + 1} of ${count}`}
					onChange={(event) => go(Number(event.target.value))}
				/>
				<IconButton
					icon={ChevronRight}
					label="Next sequence"
					disabled={n >= count - 1}
					onClick={() => go(n + 1)}
				/>
			</div>
			<section aria-live="polite" aria-label="The sequence">
				<p>
					<b>Sequence {countText(n + 1)}</b> of {countText(count)}
				</p>
				<dl className="lesson-table inside-facts">
					<Fact label="token">
						<Part stream={stream} from={one.token} to={one.literalsAt} what="token" />, with the
						lengths
					</Fact>
					<Fact label="literals">
						{one.literals > 0 ? (
							<>
								<Part
									stream={stream}
									from={one.literalsAt}
									to={one.literalsAt + one.literals}
									what="literals"
								/>
								, {exactBytes(one.literals)} taken as they are
							</>
						) : (
							"none"
						)}
					</Fact>
					<Fact label="match">
						{one.distanceAt >= 0 ? (
							<>
								<Part stream={stream} from={one.distanceAt} to={one.end} what="distance" />: go back{" "}
								{countText(one.distance)}, copy {exactBytes(one.length)}
								{one.distance < one.length &&
									". It copies what it has just written, again and again"}
							</>
						) : (
							"none: this is the last sequence"
						)}
					</Fact>
				</dl>
				<CopyDrawing sequence={one} first={inside.start} />
				<OutputRibbon
					sequences={lz4.sequences}
					n={n}
					first={inside.start}
					size={inside.end - inside.start}
				/>
			</section>
		</>
	);
}

interface PartProps {
	readonly stream: Span;
	/** Bytes of the stream. */
	readonly from: number;
	readonly to: number;
	readonly what: string;
}

const Part = ({ stream, from, to, what }: PartProps) => (
	<BytesLink span={span(stream.space, stream.start + from, stream.start + to)} what={what} />
);

interface LedgerProps {
	/** What there is, how much of it, and which colour of the page it has. */
	readonly parts: readonly (readonly [name: string, amount: number, colour: Colour])[];
	/** What is counted: bytes or bits. */
	readonly of: string;
}

type Colour = "literals" | "tokens" | "distances" | "lengths";

/** Where the bytes of a stream went. */
function Ledger({ parts, of }: LedgerProps) {
	const all = parts.reduce((sum, [, amount]) => sum + amount, 0);
	return (
		<div>
			<div className="inside-bar" aria-hidden>
				{parts.map(([name, amount, colour]) => (
					<span key={name} className={`inside-${colour}`} style={{ flexGrow: amount }} />
				))}
			</div>
			<ul className="inside-legend" aria-label={`Where the ${of} went`}>
				{parts.map(([name, amount, colour]) => (
					<li key={name}>
						<span className={`inside-swatch inside-${colour}`} aria-hidden /> {name}{" "}
						{countText(amount)} ({percentText(all > 0 ? amount / all : 0)})
					</li>
				))}
			</ul>
		</div>
	);
}

function InPlace({ inside, lz4 }: { readonly inside: Inside; readonly lz4: Lz4Inside }) {
	const { room, asked } = inside.inPlace;
	const output = inside.end - inside.start;
	const input = inside.stream.end - inside.stream.start;
	return (
		<section aria-label="In place">
			<h4>Decoded in place?</h4>
			<p>
				Linux can put the stream at the end of the memory pages for the result, and decode towards
				it. Behind the result of {exactBytes(output)}, {exactBytes(room)} are free in its last page.
				Linux asks for {countText(asked)}: a 256th of the stream of {countText(input)}, and 32.{" "}
				{inside.partial ? (
					<b>The unit is used in part: Linux copies the stream first.</b>
				) : room >= asked ? (
					<b>That is enough.</b>
				) : (
					<b>That is not enough: Linux copies the stream first.</b>
				)}
			</p>
			<p className="learn-small">
				This very stream needs {exactBytes(lz4.margin)}: output comes nearest to input behind
				sequence {countText(lz4.nearest + 1)}.
			</p>
			{lz4.sequences.count > 1 && !lz4.stopped && (
				<InPlaceDrawing
					sequences={lz4.sequences}
					input={input}
					output={output}
					pages={output + room}
					nearest={lz4.nearest}
				/>
			)}
		</section>
	);
}

/** Kinds of packets in words. */
const PACKETS = [
	["literal", "bytes of their own"],
	["match", "copies from a new distance"],
	["repeat", "copies from one of the last four distances"],
	["short", "single bytes from the last distance"],
] as const;

const Lzma = ({ lzma }: { readonly lzma: NonNullable<Inside["lzma"]> }) => (
	<>
		<Chances lzma={lzma} />
		<h4>Packets</h4>
		<dl className="lesson-table inside-packets">
			{PACKETS.map(([kind, words]) => (
				<Fact key={kind} label={countText(lzma.packets[kind])}>
					{words}
				</Fact>
			))}
		</dl>
		<p>{exactBytes(lzma.copied)} of the output are copies of bytes before them.</p>
		{lzma.lengths.length > 0 && (
			<Histogram
				label="Copies by how many bytes they give"
				counts={lzma.lengths}
				names={lzma.lengths.map((_, i) => `${2 ** (i + 1)}`)}
			/>
		)}
	</>
);

const Chances = ({ lzma: { lc, lp, pb } }: { readonly lzma: NonNullable<Inside["lzma"]> }) => (
	<>
		<p>
			The first byte, with all bits turned round, says how the chances are chosen: by {lc} bits of
			the byte before (lc), {lp} bits of the position for literals (lp), {pb} bits of the position
			for the rest (pb).
		</p>
		<p>
			All else is one long number, in which likely choices take less than a bit. So no byte stands
			for a span of the file, and there is nothing to point at.
		</p>
	</>
);

interface OfStream {
	readonly stream: Span;
}

function Deflate({
	deflate,
	stream,
}: OfStream & { readonly deflate: NonNullable<Inside["deflate"]> }) {
	const bits = (kind: "tables" | "literals" | "matches") =>
		deflate.blocks.reduce((sum, block) => sum + block.bits[kind], 0);
	return (
		<>
			<Ledger
				of="bits"
				parts={[
					["bits of literals", bits("literals"), "literals"],
					["of matches", bits("matches"), "distances"],
					["of headers and code lengths", bits("tables"), "tokens"],
				]}
			/>
			<ol className="inside-blocks">
				{deflate.blocks.map(
					({ start, end, kind, final, literals, matches, output, lengths }, i) => (
						<li key={start}>
							<p>
								<b>Block {i + 1}</b>, {kind}
								{final && ", the last"}:{" "}
								<Part
									stream={stream}
									from={start >> 3}
									to={(end + 7) >> 3}
									what={`block ${i + 1}`}
								/>
								, {countText(end - start)} bits for {exactBytes(output)}: {countText(literals)}{" "}
								literals, {countText(matches)} matches.
							</p>
							{kind === "dynamic" && <CodeLengths lengths={lengths} />}
						</li>
					),
				)}
			</ol>
		</>
	);
}

/** How many symbols have a code of so many bits. */
function CodeLengths({ lengths }: { readonly lengths: readonly number[] }) {
	const bits = Array.from({ length: 15 }, (_, i) => i + 1);
	return (
		<Histogram
			label={`Bits of the codes of ${lengths.filter((each) => each > 0).length} symbols`}
			counts={bits.map((n) => lengths.filter((each) => each === n).length)}
			names={bits.map(String)}
		/>
	);
}

/** Bytes in front of each block. */
const BLOCK_HEADER = 3;

type ZstdBlock = NonNullable<Inside["zstd"]>["blocks"][number];

/** A raw block is nothing but literals. */
const literalsOf = ({ type, start, end, literals }: ZstdBlock): number =>
	type === "raw" ? end - start - BLOCK_HEADER : (literals?.size ?? 0);

function Zstd({ zstd, stream }: OfStream & { readonly zstd: NonNullable<Inside["zstd"]> }) {
	const { header, size, single, checksum, blocks } = zstd;
	const literals = blocks.reduce((sum, block) => sum + literalsOf(block), 0);
	const inBlocks = blocks.reduce((sum, { start, end }) => sum + end - start, 0);
	return (
		<>
			<Ledger
				of="bytes"
				parts={[
					["literals sections", literals, "literals"],
					["sequences and headers of blocks", inBlocks - literals, "distances"],
					["frame header", header, "tokens"],
				]}
			/>
			<p>
				The frame begins with a header of{" "}
				<Part stream={stream} from={0} to={header} what="frame header" />, {exactBytes(header)}
				{size === undefined ? "" : `: it holds ${exactBytes(size)}`}
				{single && ", as a single segment"}
				{checksum && ", with a checksum at its end"}.
			</p>
			<ol className="inside-blocks">
				{blocks.map((block, i) => (
					<li key={block.start}>
						<p>
							<b>Block {i + 1}</b>, {block.type}:{" "}
							<Part stream={stream} from={block.start} to={block.end} what={`block ${i + 1}`} />,{" "}
							{exactBytes(block.end - block.start)} for {exactBytes(block.output)}.
						</p>
						<Sections block={block} />
					</li>
				))}
			</ol>
		</>
	);
}

/** What a compressed block is made of. */
function Sections({ block: { literals, sequences } }: { readonly block: ZstdBlock }) {
	if (!literals || !sequences) return null;
	const { kind, size, output, streams } = literals;
	const { count, modes, copied } = sequences;
	return (
		<ul className="learn-small">
			<li>
				Literals, {kind}
				{streams > 1 && `, in ${streams} streams`}: {exactBytes(size)} for {exactBytes(output)}.
			</li>
			<li>
				{countText(count)} sequences, which copy {exactBytes(copied)}.
				{modes &&
					` Codes of the lengths of literals: ${modes[0]}; of distances: ${modes[1]}; of the lengths of copies: ${modes[2]}.`}
			</li>
		</ul>
	);
}
