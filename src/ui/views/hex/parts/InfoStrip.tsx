/**
 * A line under the bytes, always at the same place and of the same height: reading it never makes
 * the page move. The selected bytes as numbers, since "What is this" says the rest; of what is under
 * the pointer, or where "What is this" is closed, what it is.
 */
import { CornerDownRight, TriangleAlert } from "lucide-react";
import type { OpenFile } from "../../../state/image";
import { useAsking } from "../../../state/learn";
import { Button } from "../../../widgets/Button";
import { useHasSlot } from "../../../widgets/Slot";
import type { Description } from "../model/describe.model";
import { blockText, bothBases, lengthText, rangeText } from "../model/offset.model";
import { deadEnd, follow } from "../state/commands";
import type { Hex } from "../state/hex";
import { RoleSign } from "./RoleSign";
import { type Subject, useHex, useReadings, useSubject, useWrong, whyNothing } from "./use-hex";
import "./info-strip.css";

interface InfoStripProps {
	readonly image: OpenFile;
	readonly hex: Hex;
}

export function InfoStrip({ image, hex }: InfoStripProps) {
	const subject = useSubject(hex);
	const said = useHex(hex, (s) => s.said);
	const isToldBeside = useHasSlot("about") && subject.by === "cursor";
	const asks = useAsking((s) => s.asks);
	if (asks) return <Asked hex={hex} offset={subject.offset} />;
	return (
		<section className="hex-strip" aria-label="Under the bytes">
			{isToldBeside ? <Values hex={hex} /> : <Field image={image} subject={subject} />}
			<div className="hex-strip-line">
				{isToldBeside ? (
					<Position hex={hex} offset={subject.offset} />
				) : (
					<Meaning hex={hex} subject={subject} />
				)}
				<p className="hex-said" role="status" title={said}>
					{said}
				</p>
				<Selected hex={hex} />
			</div>
		</section>
	);
}

/** While a lesson asks, only where the bytes are. */
const Asked = ({ hex, offset }: { readonly hex: Hex; readonly offset: number }) => (
	<section className="hex-strip" aria-label="Under the bytes">
		<div className="hex-strip-line">
			<span className="hex-strip-none">A lesson asks what these bytes say.</span>
		</div>
		<div className="hex-strip-line">
			<Position hex={hex} offset={offset} />
			<Selected hex={hex} />
		</div>
	</section>
);

/** Of all kinds of values those that the format is made of. */
const KINDS: readonly string[] = ["u8", "u16", "u32", "u64", "text"];

function Values({ hex }: { readonly hex: Hex }) {
	const readings = useReadings(hex).filter(({ kind }) => KINDS.includes(kind));
	return (
		<dl className="hex-strip-line hex-strip-values">
			{readings.map(({ kind, doc, little, only }) => (
				<div key={kind} title={`${doc}; little-endian, as EROFS stores it`}>
					<dt>{kind}</dt>
					<dd>{little ?? only}</dd>
				</div>
			))}
		</dl>
	);
}

function Field({ image, subject }: { readonly image: OpenFile; readonly subject: Subject }) {
	const { description, known, offset } = subject;
	return (
		<div className="hex-strip-line">
			{description ? (
				<FieldWords image={image} description={description} />
			) : (
				<span className="hex-strip-none">{whyNothing(image, known)}</span>
			)}
			<span className="hex-strip-at mono">{bothBases(offset)}</span>
		</div>
	);
}

interface FieldWordsProps {
	readonly image: OpenFile;
	readonly description: Description;
}

function FieldWords({ image, description: d }: FieldWordsProps) {
	const { target } = d;
	const last = d.field.lastIndexOf(".") + 1;
	return (
		<>
			<RoleSign role={d.role} />
			<code className="hex-strip-name">
				<span className="hex-strip-outer">{d.field.slice(0, last)}</span>
				<span className="hex-strip-last">{d.field.slice(last)}</span>
			</code>
			{d.value !== undefined && <span className="hex-strip-value">= {d.value}</span>}
			{target && deadEnd(image, target) === undefined && (
				<Button
					small
					variant="quiet"
					icon={CornerDownRight}
					onClick={() => void follow(image, target)}
				>
					<span className="hex-strip-follow">Follow to {target.label}</span>
				</Button>
			)}
		</>
	);
}

/** What is wrong comes before what it means, and is never cut: it lies over the last rows of bytes. */
function Meaning({ hex, subject }: { readonly hex: Hex; readonly subject: Subject }) {
	const { offset, description: d } = subject;
	const wrong = useWrong(hex, offset);
	if (wrong) {
		return (
			<p className="hex-strip-wrong">
				<TriangleAlert
					className="hex-strip-sign"
					aria-label={wrong.what === "missing" ? "Missing" : "Looks wrong"}
				/>
				<span>{wrong.text}</span>
			</p>
		);
	}
	return (
		<p className="hex-strip-doc">
			{d?.owner && <span className="hex-strip-owner">{d.owner}: </span>}
			{d?.doc}
		</p>
	);
}

function Position({ hex, offset }: { readonly hex: Hex; readonly offset: number }) {
	useHex(hex, (s) => s.arrived);
	if (hex.size === 0) return null;
	const byte = hex.pages.byte(offset);
	const value = byte === undefined ? "" : `, byte ${byte.toString(16).padStart(2, "0")} = ${byte}`;
	return (
		<span className="mono">
			{bothBases(offset)}
			{hex.blockSize > 0 && `, ${blockText(offset, hex.blockSize)}`}
			{value}
		</span>
	);
}

function Selected({ hex }: { readonly hex: Hex }) {
	const selection = useHex(hex, (s) => s.selection);
	if (selection.anchor === selection.cursor) return null;
	const { selected } = hex;
	return (
		<span className="hex-strip-selected mono">
			Selected <span className="hex-strip-range">{rangeText(selected)}, </span>
			{lengthText(selected)}
		</span>
	);
}
