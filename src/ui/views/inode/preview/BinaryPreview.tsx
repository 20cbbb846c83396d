/** Contents that are neither text nor a picture: what they are, and how they begin. */

import { useMemo, useRef } from "react";
import { sizeText } from "../../../../base/words";
import type { BytesResult } from "../../../../worker/protocol";
import { useWidth } from "../../../state/width";
import { Button } from "../../../widgets/Button";
import { showBytes } from "../go";
import type { InodeParts } from "../parts";
import { hexLines } from "./hexdump.model";
import { MissingNote } from "./MissingNote";
import type { Sniffed } from "./sniff.model";

/** Bytes of the dump. */
const DUMP = 4096;

/** Narrower panes, in pixels, get 8 bytes a line. */
const WIDE = 600;

interface Props extends InodeParts {
	readonly head: BytesResult;
	readonly what: Extract<Sniffed, { kind: "binary" }>;
}

export function BinaryPreview({ detail, head, what }: Props) {
	const box = useRef<HTMLDivElement>(null);
	const width = useWidth(box);
	const perLine = width >= WIDE ? 16 : 8;
	const lines = useMemo(
		() => hexLines(head.bytes.subarray(0, DUMP), perLine, head.missing),
		[head, perLine],
	);
	const shown = Math.min(DUMP, detail.size);
	return (
		<div className="preview-binary" ref={box}>
			<div className="preview-bar">
				<p>
					<strong>{what.label ?? "Binary data"}</strong>
					{what.doc ? ` – ${what.doc}` : " of no known format."}{" "}
					{shown < detail.size ? `The first ${sizeText(shown)}:` : ""}
				</p>
				<Button small onClick={() => showBytes({ space: detail.contents, start: 0, end: 1 })}>
					Open in hex view
				</Button>
			</div>
			<MissingNote missing={head.missing} />
			{/* biome-ignore lint/a11y/noNoninteractiveTabindex: a pane that scrolls must be reachable */}
			<section className="preview-dump" tabIndex={0} aria-label="First bytes in hexadecimal">
				{lines.map((line) => (
					<div key={line.offset}>
						<span>{line.offset}</span>
						{"  "}
						{line.hex}
						{"  "}
						<b>{line.ascii}</b>
					</div>
				))}
			</section>
		</div>
	);
}
