/**
 * What is under the pointer, in the tree, or at the cursor, always at the same place and of
 * the same height: reading it never makes the page move.
 */
import { CornerDownRight, TriangleAlert } from "lucide-react";
import { isImage, type OpenFile } from "../../../state/image";
import { Button } from "../../../widgets/Button";
import type { Description } from "../model/describe.model";
import { blockText, bothBases, lengthText, rangeText } from "../model/offset.model";
import { deadEnd, follow } from "../state/commands";
import type { Hex } from "../state/hex";
import { RoleSign } from "./RoleSign";
import { type Subject, useHex, useSubject } from "./use-hex";
import "./info-strip.css";

interface InfoStripProps {
	readonly image: OpenFile;
	readonly hex: Hex;
}

export function InfoStrip({ image, hex }: InfoStripProps) {
	const subject = useSubject(hex);
	useHex(hex, (s) => s.arrived);
	const said = useHex(hex, (s) => s.said);
	return (
		<section className="hex-strip" aria-label="What these bytes are">
			<div className="hex-strip-field">
				{subject.description ? (
					<Field image={image} description={subject.description} />
				) : (
					<span className="hex-strip-none">
						{subject.known ? "No known structure here" : "Looking up what is here"}
					</span>
				)}
			</div>
			<Meaning image={image} hex={hex} subject={subject} />
			<div className="hex-strip-place mono">
				<Position hex={hex} subject={subject} />
				<p className="hex-said" role="status" title={said}>
					{said}
				</p>
				<Selected hex={hex} />
			</div>
		</section>
	);
}

interface FieldProps {
	readonly image: OpenFile;
	readonly description: Description;
}

function Field({ image, description: d }: FieldProps) {
	const { target } = d;
	const why = target && deadEnd(image, target);
	const last = d.field.lastIndexOf(".") + 1;
	return (
		<>
			<RoleSign role={d.role} />
			<code className="hex-strip-name">
				<span className="hex-strip-outer">{d.field.slice(0, last)}</span>
				<span className="hex-strip-last">{d.field.slice(last)}</span>
			</code>
			{d.value !== undefined && <span className="hex-strip-value">= {d.value}</span>}
			{d.raw && <code className="hex-strip-raw">{d.raw}</code>}
			<span className="hex-strip-role">{d.roleWord}</span>
			{target && why === undefined && (
				<Button
					small
					variant="quiet"
					icon={CornerDownRight}
					onClick={() => void follow(image, target)}
				>
					<span className="hex-strip-follow">Follow to {target.label}</span>
				</Button>
			)}
			{why !== undefined && <span className="hex-strip-dead">{why}</span>}
		</>
	);
}

const NO_IMAGE = "This file did not open as an image, so nothing is known of its bytes.";

interface MeaningProps extends InfoStripProps {
	readonly subject: Subject;
}

/** What is wrong comes before what it means. */
function Meaning({ image, hex, subject }: MeaningProps) {
	const { offset, description, known } = subject;
	const missing = hex.pages.missingAt(offset);
	const wrong = missing?.why ?? hex.findingAt(offset)?.text;
	if (wrong) {
		return (
			<p className="hex-strip-wrong">
				<TriangleAlert
					className="hex-strip-sign"
					aria-label={missing ? "Missing" : "Looks wrong"}
				/>
				{wrong}
			</p>
		);
	}
	if (!description) {
		return <p className="hex-strip-none">{known && !isImage(image) && NO_IMAGE}</p>;
	}
	return (
		<p className="hex-strip-doc">
			{description.doc}
			{description.since && ` Since Linux ${description.since}.`}
			{description.owner && <span className="hex-strip-owner">{description.owner}</span>}
		</p>
	);
}

function Position({ hex, subject }: { readonly hex: Hex; readonly subject: Subject }) {
	const { offset } = subject;
	if (hex.size === 0) return null;
	const byte = hex.pages.byte(offset);
	const value = byte === undefined ? "" : `, byte ${byte.toString(16).padStart(2, "0")} = ${byte}`;
	return (
		<span>
			{bothBases(offset)}, {blockText(offset, hex.blockSize)}
			{value}
		</span>
	);
}

function Selected({ hex }: { readonly hex: Hex }) {
	const selection = useHex(hex, (s) => s.selection);
	if (selection.anchor === selection.cursor) return null;
	const { selected } = hex;
	return (
		<span className="hex-strip-selected">
			Selected <span className="hex-strip-range">{rangeText(selected)}, </span>
			{lengthText(selected)}
		</span>
	);
}
