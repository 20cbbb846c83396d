/** Contents as text: line numbers, search, wrapping; read on as far as one scrolls. */

import { Search as SearchIcon, WrapText } from "lucide-react";
import { type ReactNode, type RefObject, useEffect, useRef, useState } from "react";
import type { BytesResult, PreviewText, TextEncoding } from "../../../../worker/protocol";
import { FINDING, keyName, meaningOf } from "../../../state/keys";
import { IconButton } from "../../../widgets/Button";
import type { InodeParts } from "../parts";
import { ENCODINGS } from "./encodings.model";
import { FindBar } from "./FindBar";
import { encodingText, type Known, linesText } from "./find-text.model";
import { MissingNote } from "./MissingNote";
import { type RowsHandle, TextRows } from "./TextRows";
import { STEP, type TextFile } from "./text-file";
import { useSearch, useTextFile, useVersion, type Wanted } from "./use-text-file";
import { WithHead } from "./WithHead";

interface Props extends InodeParts {
	/** Undefined for what is no text, and is to be read as one all the same. */
	readonly text: PreviewText | undefined;
	readonly ways: ReactNode;
	/** Why it is shown as text, when it is something else. */
	readonly note?: string;
}

/** What is no text is best seen in an encoding that has a character for every byte. */
const NO_TEXT: PreviewText = { encoding: "latin-1", bom: 0 };

export function TextPreview(props: Props) {
	const { detail, text } = props;
	const [chosen, choose] = useState<TextEncoding>();
	const { encoding, bom } = text ?? NO_TEXT;
	const known: Known = chosen
		? { encoding: chosen, by: "choice" }
		: { encoding, by: bom > 0 ? "mark" : "guess" };
	return (
		<WithHead {...props} length={Math.min(detail.size, STEP)}>
			{(head) => (
				<Loaded
					{...props}
					head={head}
					known={known}
					bom={known.encoding === encoding ? bom : 0}
					onChoose={choose}
				/>
			)}
		</WithHead>
	);
}

interface LoadedProps extends Props {
	readonly head: BytesResult;
	readonly known: Known;
	readonly bom: number;
	onChoose(encoding: TextEncoding): void;
}

function Loaded(props: LoadedProps) {
	const { image, detail, head, known } = props;
	const file = useTextFile(image, detail.nid, detail.size, head, known.encoding);
	return file && <TextPane {...props} key={String(detail.nid)} file={file} />;
}

function TextPane({
	file,
	known,
	bom,
	ways,
	note,
	onChoose,
}: LoadedProps & { readonly file: TextFile }) {
	useVersion(file);
	const { encoding } = known;
	const pane = useRef<HTMLDivElement>(null);
	const rows = useRef<RowsHandle>(null);
	const [wrap, setWrap] = useState(false);
	const [initial, setInitial] = useState(0);
	const [wanted, setWanted] = useState<Wanted>();
	const search = useSearch(file, encoding, wanted);

	const openFind = () => {
		const from = file.lines.rows ? file.lines.row(rows.current?.first() ?? 0).start : 0;
		setWanted((old) => old ?? { words: "", ignoreCase: true, from });
		pane.current?.querySelector<HTMLInputElement>("search input")?.select();
	};
	useFindKeys(pane, { open: openFind, step: (by) => (search ? search.step(by) : openFind()) });
	const toggleWrap = () => {
		setInitial(rows.current?.first() ?? 0);
		setWrap(!wrap);
	};

	return (
		<div ref={pane} className="preview-text">
			<div className="preview-bar">
				{ways}
				<p role="status">
					{note} {encodingText(known)}, {linesText(file)}
				</p>
				{wanted && (
					<FindBar
						file={file}
						wanted={wanted}
						search={search}
						onChange={setWanted}
						onClose={() => {
							setWanted(undefined);
							rows.current?.focus();
						}}
					/>
				)}
				<EncodingChoice encoding={encoding} onChoose={onChoose} />
				<IconButton
					small
					icon={SearchIcon}
					label="Find in text"
					keys="Ctrl+F"
					aria-expanded={wanted !== undefined}
					onClick={openFind}
				/>
				<IconButton
					small
					icon={WrapText}
					label="Wrap long lines"
					pressed={wrap}
					onClick={toggleWrap}
				/>
			</div>
			<MissingNote missing={file.missing} />
			<TextRows
				key={`${encoding} ${wrap ? "wrapped" : "plain"}`}
				ref={rows}
				file={file}
				encoding={encoding}
				bom={bom}
				wrap={wrap}
				initial={initial}
				search={search}
			/>
		</div>
	);
}

interface ChoiceProps {
	readonly encoding: TextEncoding;
	onChoose(encoding: TextEncoding): void;
}

const CHOICES = Object.entries(ENCODINGS) as [TextEncoding, string][];

/** For when the guess is wrong. */
const EncodingChoice = ({ encoding, onChoose }: ChoiceProps) => (
	<select
		className="preview-encoding"
		aria-label="Encoding of the text"
		value={encoding}
		onChange={(e) => onChoose(e.target.value as TextEncoding)}
	>
		{CHOICES.map(([value, name]) => (
			<option key={value} value={value}>
				{name}
			</option>
		))}
	</select>
);

interface FindKeys {
	open(): void;
	step(by: 1 | -1): void;
}

/** Ctrl+F and F3 anywhere in the pane; a second Ctrl+F, in the field, is left to the browser. */
function useFindKeys(pane: RefObject<HTMLElement | null>, { open, step }: FindKeys): void {
	useEffect(() => {
		const element = pane.current;
		const onKeyDown = (e: KeyboardEvent) => {
			const meaning = meaningOf(FINDING, keyName(e));
			if (meaning === "again") step(1);
			else if (meaning === "before") step(-1);
			else if (meaning && !(e.target instanceof HTMLInputElement)) open();
			else return;
			e.preventDefault();
		};
		element?.addEventListener("keydown", onKeyDown);
		return () => element?.removeEventListener("keydown", onKeyDown);
	});
}
