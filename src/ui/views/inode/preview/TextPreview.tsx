/** Contents as text: line numbers, search, wrapping; read on as far as one scrolls. */

import { Search as SearchIcon, WrapText } from "lucide-react";
import { type RefObject, useEffect, useRef, useState } from "react";
import type { BytesResult } from "../../../../worker/protocol";
import { IconButton } from "../../../widgets/Button";
import type { InodeParts } from "../parts";
import { FindBar } from "./FindBar";
import { linesText } from "./find-text.model";
import { MissingNote } from "./MissingNote";
import type { TextEncoding } from "./sniff.model";
import { type RowsHandle, TextRows } from "./TextRows";
import type { TextFile } from "./text-file";
import { useSearch, useTextFile, useVersion, type Wanted } from "./use-text-file";

interface Props extends InodeParts {
	readonly head: BytesResult;
	readonly encoding: TextEncoding;
	readonly bom: boolean;
}

export function TextPreview(props: Props) {
	const { image, detail, head } = props;
	const file = useTextFile(image, detail.nid, detail.size, head);
	return file && <TextPane {...props} key={String(detail.nid)} file={file} />;
}

function TextPane({ file, encoding, bom }: Props & { readonly file: TextFile }) {
	useVersion(file);
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
				<p role="status">{linesText(file, encoding)}</p>
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
				key={wrap ? "wrapped" : "plain"}
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

interface FindKeys {
	open(): void;
	step(by: 1 | -1): void;
}

/** Ctrl+F and F3 anywhere in the pane; a second Ctrl+F, in the field, is left to the browser. */
function useFindKeys(pane: RefObject<HTMLElement | null>, { open, step }: FindKeys): void {
	useEffect(() => {
		const element = pane.current;
		const onKeyDown = (e: KeyboardEvent) => {
			const find = (e.ctrlKey || e.metaKey) && e.key.toLowerCase() === "f";
			if (find && !(e.target instanceof HTMLInputElement)) open();
			else if (e.key === "F3") step(e.shiftKey ? -1 : 1);
			else return;
			e.preventDefault();
		};
		element?.addEventListener("keydown", onKeyDown);
		return () => element?.removeEventListener("keydown", onKeyDown);
	});
}
