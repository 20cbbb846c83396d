/** All commands and all paths, by a part of their name. */
import { Binary, Command, ListFilter, Search } from "lucide-react";
import { type KeyboardEvent, type Ref, useEffect, useId, useRef, useState } from "react";
import { showName } from "../../base/text";
import { type EntryColumns, TYPE_NAMES } from "../../worker/protocol";
import { findInBytes } from "../state/find";
import { isImage, type OpenFile } from "../state/image";
import { EVERYWHERE, FINDING, keyName } from "../state/keys";
import { navigate } from "../state/location";
import { useSurvey } from "../state/survey";
import { Modal } from "../widgets/Dialog";
import { Kbd } from "../widgets/Kbd";
import { TypeIcon } from "../widgets/TypeIcon";
import { commandsFor, type PathRow, type Row, type SearchRow } from "./palette.model";
import { COMMANDS, canDo, openOver } from "./shortcuts";
import "./palette.css";

/** Paths that are listed. */
const MOST = 40;
/** Milliseconds in which nothing is typed, before paths are looked for. */
const REST = 120;

const close = (): void => openOver(undefined);

export function Palette({ file }: { readonly file: OpenFile | undefined }) {
	const box = useRef<HTMLInputElement>(null);
	return (
		<Modal label="Commands and paths" className="palette" initialFocus={box} onClose={close}>
			<Box file={file} input={box} />
		</Modal>
	);
}

interface BoxProps {
	readonly file: OpenFile | undefined;
	readonly input: Ref<HTMLInputElement>;
}

function Box({ file, input }: BoxProps) {
	const [text, setText] = useState("");
	const [active, setActive] = useState(0);
	const id = useId();
	// Enter came before the paths for what was typed: the first that fits is run once all are known.
	const [isDue, setIsDue] = useState(false);
	const { rows, isWhole } = useRows(file, text);
	const at = Math.min(active, rows.length - 1);

	const run = (row: Row | undefined) => {
		if (!row) return;
		close();
		// What it opens takes the focus, which the palette has given back by then.
		requestAnimationFrame(() => perform(row));
	};
	const enter = () => {
		const isFirstGuess = active === 0 && rows[0]?.kind !== "command" && rows[0]?.kind !== "path";
		if (isFirstGuess && !isWhole) setIsDue(true);
		else run(rows[at]);
	};
	useEffect(() => {
		if (isDue && isWhole) run(rows[at]);
	});
	const onKeyDown = (event: KeyboardEvent) => {
		const name = keyName(event);
		if (name === "↓") setActive(Math.min(rows.length - 1, at + 1));
		else if (name === "↑") setActive(Math.max(0, at - 1));
		else if (name === "Enter") enter();
		else return;
		event.preventDefault();
	};
	return (
		<>
			<div className="palette-box">
				<Search aria-hidden />
				<input
					ref={input}
					type="text"
					role="combobox"
					aria-label="Command, or a part of a path"
					aria-expanded
					aria-controls={id}
					aria-activedescendant={at >= 0 ? `${id}-${at}` : undefined}
					placeholder={file ? "Command, or a part of a path" : "Command"}
					spellCheck={false}
					autoComplete="off"
					value={text}
					onChange={(event) => {
						setText(event.target.value);
						setActive(0);
						setIsDue(false);
					}}
					onKeyDown={onKeyDown}
				/>
			</div>
			<div id={id} role="listbox" aria-label="What fits" className="palette-rows">
				{rows.map((row, i) => (
					// biome-ignore lint/a11y/useKeyWithClickEvents: the box above has the keys
					<div
						key={`${row.kind} ${row.text}`}
						ref={i === at ? intoSight : undefined}
						id={`${id}-${i}`}
						role="option"
						tabIndex={-1}
						aria-selected={i === at}
						className="palette-row"
						onPointerMove={() => setActive(i)}
						onClick={() => run(row)}
					>
						<RowText row={row} />
					</div>
				))}
			</div>
			<p className="hidden-text" role="status">
				{rows.length === 0 ? "Nothing fits" : `${rows.length} fit`}
			</p>
			{rows.length === 0 && <p className="palette-none">Nothing fits “{text}”.</p>}
		</>
	);
}

const intoSight = (element: HTMLElement | null): void =>
	element?.scrollIntoView({ block: "nearest" });

function RowText({ row }: { readonly row: Row }) {
	switch (row.kind) {
		case "command":
			return (
				<>
					<Command aria-hidden />
					<span className="palette-text">{row.text}</span>
					<Kbd keys={row.keys} />
				</>
			);
		case "path":
			return (
				<>
					<TypeIcon type={row.type} />
					<span className="palette-text mono">{row.text}</span>
					<span className="palette-kind">{TYPE_NAMES[row.type]}</span>
				</>
			);
		case "find":
			return (
				<>
					<Binary aria-hidden />
					<span className="palette-text">Find “{row.text}” in the bytes</span>
					<Kbd keys={FINDING.find.keys[0]} />
				</>
			);
		case "filter":
			return (
				<>
					<ListFilter aria-hidden />
					<span className="palette-text">Filter names by “{row.text}”</span>
					<Kbd keys={EVERYWHERE.filter.keys[0]} />
				</>
			);
	}
}

function perform(row: Row): void {
	if (row.kind === "command") COMMANDS[row.id]();
	else if (row.kind === "find") findInBytes(row.text);
	else if (row.kind === "filter") navigate({ filter: row.text, view: "files" });
	else navigate({ path: row.text, nid: undefined, filter: undefined, view: "files" });
}

/** Commands at once, paths as they are found; then it is whole. */
function useRows(file: OpenFile | undefined, text: string) {
	const typed = text.trim();
	const { paths, isWhole } = usePaths(file, typed);
	const rows: readonly Row[] = [
		...commandsFor(typed).filter(({ id }) => canDo(id, file)),
		...paths,
		...searchesFor(typed, file),
	];
	return { rows, isWhole };
}

const searchesFor = (text: string, file: OpenFile | undefined): readonly SearchRow[] =>
	file && text
		? [{ kind: "find", text }, ...(isImage(file) ? [{ kind: "filter", text } as const] : [])]
		: [];

/** Paths found for what was typed, and whether there can be more. */
interface Found {
	readonly typed: string;
	readonly paths: readonly PathRow[];
	readonly isWhole: boolean;
}

const nothingYet = (typed: string): Found => ({ typed, paths: [], isWhole: false });

/** Of a remote image only what has been read: to read all of its tree is asked for elsewhere. */
function usePaths(file: OpenFile | undefined, typed: string): Found {
	const [found, setFound] = useState(nothingYet(""));
	const client = useSearched(file)?.client;
	useEffect(() => {
		if (!client || !typed) return;
		setFound(nothingYet(typed));
		const abort = new AbortController();
		const onEvent = (columns: EntryColumns) =>
			setFound((before) => ({ ...before, paths: [...before.paths, ...pathRows(columns)] }));
		const search = () =>
			client
				.call("filter", { query: typed, limit: MOST }, { signal: abort.signal, onEvent })
				// What it failed for, the place that it is about says.
				.catch(() => {})
				.finally(() => {
					if (!abort.signal.aborted) setFound((before) => ({ ...before, isWhole: true }));
				});
		const timer = setTimeout(() => void search(), REST);
		return () => {
			clearTimeout(timer);
			abort.abort();
		};
	}, [client, typed]);
	if (!client || !typed) return { typed, paths: [], isWhole: true };
	return found.typed === typed ? found : nothingYet(typed);
}

const pathRows = ({ count, names, nameStart, type }: EntryColumns): readonly PathRow[] =>
	Array.from({ length: count }, (_, i) => {
		const name = names.subarray(nameStart[i], nameStart[i + 1]);
		return { kind: "path", text: showName(name), type: type[i] ?? 0 };
	});

const NO_FILE = { key: 0 };

function useSearched(file: OpenFile | undefined): OpenFile | undefined {
	const walked = useSurvey(file ?? NO_FILE).state === "done";
	return file && isImage(file) && (walked || !file.facts.remote) ? file : undefined;
}
