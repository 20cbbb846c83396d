/** All about the field the cursor is in. */
import { CornerDownRight } from "lucide-react";
import { span } from "../../../../base/range";
import { isStored } from "../../../../base/space";
import { countText } from "../../../../base/words";
import type { BitNote } from "../../../../schema/annotate";
import type { Target } from "../../../../schema/field";
import { openBench } from "../../../state/bench";
import type { OpenFile } from "../../../state/image";
import { Button } from "../../../widgets/Button";
import { Fact } from "../../../widgets/Fact";
import { LearnAbout } from "../../../widgets/LearnAbout";
import type { Description } from "../model/describe.model";
import { hexOffset } from "../model/offset.model";
import { deadEnd, follow } from "../state/commands";
import type { Hex } from "../state/hex";
import { RoleSign } from "./RoleSign";
import { useCursorField, useHex, useWrong, type Wrong, whyNothing } from "./use-hex";
import { Ways } from "./Ways";

interface FieldDetailsProps {
	readonly image: OpenFile;
	readonly hex: Hex;
}

export function FieldDetails({ image, hex }: FieldDetailsProps) {
	const { description, known } = useCursorField(hex);
	return (
		<div className="hex-field">
			{description ? (
				<Field image={image} hex={hex} field={description} />
			) : (
				<>
					<p className="hex-none">{whyNothing(image, known)}</p>
					<WrongByte hex={hex} />
				</>
			)}
			<Ways image={image} hex={hex} />
		</div>
	);
}

interface FieldProps extends FieldDetailsProps {
	readonly field: Description;
}

function Field({ image, hex, field }: FieldProps) {
	const { target } = field;
	const last = field.field.lastIndexOf(".") + 1;
	return (
		<>
			<p className="hex-field-name mono">
				<RoleSign role={field.role} />
				<span>
					<span className="hex-field-outer">{field.field.slice(0, last)}</span>
					{field.field.slice(last)}
				</span>
			</p>
			{field.value !== undefined && <p className="hex-field-value">{field.value}</p>}
			<WrongByte hex={hex} />
			<p>{field.doc}</p>
			<dl className="hex-field-facts">
				<Fact label="Bytes">
					{hexOffset(field.start)}–{hexOffset(field.end)} ({countText(field.end - field.start)})
				</Fact>
				{field.part && <Fact label="Bits">{field.part}</Fact>}
				{field.raw && <Fact label="On disk">{field.raw}</Fact>}
				<Fact label="Role">{field.roleWord}</Fact>
				{field.owner && <Fact label="Part of">{field.owner}</Fact>}
				{field.since && <Fact label="Since">Linux {field.since}</Fact>}
			</dl>
			{field.bits.length > 0 && <Bits bits={field.bits} />}
			{target && <Follow image={image} target={target} />}
			<div className="hex-field-ways">
				<LearnAbout what={field.field} />
				{isStored(hex.space) && (
					<button
						type="button"
						className="learn-about"
						onClick={() => openBench(span(hex.space, field.start, field.end))}
					>
						Change it<span className="hidden-text"> in a copy</span>
					</button>
				)}
			</div>
		</>
	);
}

const WRONG_WORDS: Readonly<Record<Wrong["what"], string>> = {
	missing: "Missing",
	error: "Error",
	warning: "Warning",
	note: "Note",
};

/** What is wrong with the byte at the cursor, in full. */
function WrongByte({ hex }: { readonly hex: Hex }) {
	const wrong = useWrong(
		hex,
		useHex(hex, (s) => s.selection.cursor),
	);
	if (!wrong) return null;
	const { what, text, seen, allowed } = wrong;
	return (
		<div className="hex-wrong">
			<p>
				<b>{WRONG_WORDS[what]}:</b> {text}
			</p>
			{seen !== undefined && <p>Found: {seen}</p>}
			{allowed !== undefined && <p>Allowed: {allowed}</p>}
		</div>
	);
}

function Follow({ image, target }: { readonly image: OpenFile; readonly target: Target }) {
	const why = deadEnd(image, target);
	if (why !== undefined) return <p className="hex-dead-end">{why}</p>;
	return (
		<Button small icon={CornerDownRight} onClick={() => void follow(image, target)}>
			Follow to {target.label}
		</Button>
	);
}

function Bits({ bits }: { readonly bits: readonly BitNote[] }) {
	return (
		<table className="hex-bits" aria-label="Bits">
			<thead>
				<tr>
					<th scope="col">Bits</th>
					<th scope="col">Name</th>
					<th scope="col">Value</th>
				</tr>
			</thead>
			<tbody>
				{bits.map((bit) => (
					<tr key={bit.mask} className={bit.value === 0 ? "hex-bit-off" : undefined}>
						<td className="mono">{hexOffset(bit.mask)}</td>
						<th scope="row" title={bit.doc}>
							{bit.label}
						</th>
						<td>{bit.text}</td>
					</tr>
				))}
			</tbody>
		</table>
	);
}
