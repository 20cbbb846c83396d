/** The selected bytes, to be changed: typed as they are, or as a number. */
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { MOST_EDITED } from "../../../../base/edits";
import { type Span, span } from "../../../../base/range";
import { isStored } from "../../../../base/space";
import { alter, useBench } from "../../../state/bench";
import { isImage, type OpenFile } from "../../../state/image";
import { usePlace } from "../../../state/location";
import { useOwners } from "../../../state/owners";
import { Button } from "../../../widgets/Button";
import { TextField } from "../../../widgets/Field";
import { rangeText } from "../../../widgets/offsets.model";
import { Segmented } from "../../../widgets/Segmented";
import { MOST_NUMBER, type Mode, shown, typed } from "./edit.model";

/** More is no exercise for people, and a link has to hold it. */
const MOST_TYPED = Math.min(64, MOST_EDITED);

export function EditForm({ file }: { readonly file: OpenFile }) {
	const { space, at } = usePlace();
	const { size = 0 } = file.facts.spaces.find(({ id }) => id === space) ?? {};
	const selected = at && at.start < size && span(space, at.start, Math.min(at.end, size));
	return (
		<section className="bench-edit" aria-labelledby="bench-edit">
			<h4 id="bench-edit">Change the selected bytes</h4>
			{!isStored(space) ? (
				<p>
					These bytes are decoded from others. Change the stored bytes that they come from: Shift +
					Enter in Bytes leads there.
				</p>
			) : !selected ? (
				<p>Select bytes in Bytes: click one, or drag over several.</p>
			) : selected.end - selected.start > MOST_TYPED ? (
				<p>These are too many to type. Select {MOST_TYPED} bytes or fewer.</p>
			) : (
				<Loaded key={`${space} ${at.start} ${at.end}`} file={file} at={selected} />
			)}
		</section>
	);
}

interface AtProps {
	readonly file: OpenFile;
	readonly at: Span;
}

function Loaded({ file, at }: AtProps) {
	const { key, client } = file;
	const { data } = useQuery({
		queryKey: [key, "bench", at.space, at.start, at.end],
		queryFn: ({ signal }) => client.call("bytes", at, { signal }),
	});
	const { state } = useOwners(file);
	const { data: owner } = useQuery({
		// Before all is read nobody may know yet.
		queryKey: [key, "bench owner", at.space, at.start, state],
		enabled: isImage(file),
		queryFn: ({ signal }) =>
			client.call("owner", { space: at.space, offset: at.start }, { signal }),
	});
	const way = owner?.owner?.ways[0]?.join(" › ");
	if (!data) return null;
	return (
		<>
			<p className="learn-small">
				<span className="mono">{rangeText(at)}</span>
				{way && ` ${way}`}
			</p>
			<Form at={at} bytes={data.bytes} />
		</>
	);
}

const MODES = [
	{ value: "bytes", label: "As bytes" },
	{ value: "number", label: "As a number" },
] as const;

function Form({ at, bytes }: { readonly at: Span; readonly bytes: Uint8Array }) {
	const { isFull } = useBench();
	const [mode, setMode] = useState<Mode>("bytes");
	const [text, setText] = useState(() => shown(bytes, mode));
	const [error, setError] = useState<string>();
	const choose = (next: Mode) => {
		setMode(next);
		setText(shown(bytes, next));
		setError(undefined);
	};
	const submit = (event: FormEvent) => {
		event.preventDefault();
		const next = typed(text, mode, bytes.length);
		if (typeof next === "string") return setError(next);
		if (next.every((byte, i) => byte === bytes[i]))
			return setError("These bytes are there already.");
		alter([{ space: at.space, at: at.start, bytes: next }]);
	};
	if (isFull) return <p>The copy has as many changes as a link can hold. Undo some.</p>;
	return (
		<form onSubmit={submit} className="bench-form">
			{bytes.length <= MOST_NUMBER && (
				<Segmented label="How bytes are typed" value={mode} onChange={choose} options={MODES} />
			)}
			<TextField
				label={mode === "bytes" ? "Bytes, two digits each" : "Number, decimal or with 0x"}
				value={text}
				untyped={shown(bytes, mode)}
				onChange={(next) => {
					setText(next);
					setError(undefined);
				}}
				error={error}
			/>
			<Button type="submit" variant="primary">
				Change
			</Button>
		</form>
	);
}
