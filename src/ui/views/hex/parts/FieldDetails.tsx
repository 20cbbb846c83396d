/** All about the field the cursor is in; more than fits under the bytes. */
import { CornerDownRight } from "lucide-react";
import { isStored } from "../../../../base/edits";
import { span } from "../../../../base/range";
import type { BitNote } from "../../../../schema/annotate";
import type { Target } from "../../../../schema/field";
import { openBench } from "../../../state/bench";
import type { OpenFile } from "../../../state/image";
import { Button } from "../../../widgets/Button";
import { LearnAbout } from "../../../widgets/LearnAbout";
import { hexOffset } from "../model/offset.model";
import { deadEnd, follow } from "../state/commands";
import type { Hex } from "../state/hex";
import { RoleSign } from "./RoleSign";
import { useCursorField, useHex } from "./use-hex";
import { Ways } from "./Ways";

interface FieldDetailsProps {
	readonly image: OpenFile;
	readonly hex: Hex;
}

export function FieldDetails({ image, hex }: FieldDetailsProps) {
	const { description: field, known } = useCursorField(hex);
	if (!field) {
		return (
			<div className="hex-field">
				<p className="hex-none">
					{known ? "The cursor is in no known structure." : "Looking up what is here"}
				</p>
				<Wrong hex={hex} />
				<Ways image={image} hex={hex} />
			</div>
		);
	}
	const { target } = field;
	const last = field.field.lastIndexOf(".") + 1;
	return (
		<div className="hex-field">
			<p className="hex-field-name mono">
				<RoleSign role={field.role} />
				<span>
					<span className="hex-field-outer">{field.field.slice(0, last)}</span>
					{field.field.slice(last)}
				</span>
			</p>
			{field.value !== undefined && <p className="hex-field-value">{field.value}</p>}
			<Wrong hex={hex} />
			<p>{field.doc}</p>
			<dl className="hex-field-facts">
				<Fact label="Bytes">
					{hexOffset(field.start)}–{hexOffset(field.end)} ({field.end - field.start})
				</Fact>
				{field.part && <Fact label="Bits">{field.part}</Fact>}
				{field.raw && <Fact label="Stored">{field.raw}</Fact>}
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
			<Ways image={image} hex={hex} />
		</div>
	);
}

/** What is wrong with the byte, in full. */
function Wrong({ hex }: { readonly hex: Hex }) {
	const cursor = useHex(hex, (s) => s.selection.cursor);
	useHex(hex, (s) => s.findings);
	useHex(hex, (s) => s.arrived);
	const missing = hex.pages.missingAt(cursor);
	const finding = hex.findingAt(cursor);
	if (missing) return <p className="hex-wrong">{missing.why}</p>;
	if (!finding) return null;
	const { severity, text, seen, allowed } = finding;
	return (
		<div className="hex-wrong">
			<p>
				<b>{severity}:</b> {text}
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

const Fact = ({
	label,
	children,
}: {
	readonly label: string;
	readonly children: React.ReactNode;
}) => (
	<div>
		<dt>{label}</dt>
		<dd>{children}</dd>
	</div>
);

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
