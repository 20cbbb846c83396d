/** The first bytes, for contents that are nothing better known, or when asked for. */
import { type ReactNode, useMemo, useRef } from "react";
import type { BytesResult } from "../../../../worker/protocol";
import { useWidth } from "../../../state/width";
import { Button } from "../../../widgets/Button";
import { Size } from "../../../widgets/Size";
import { showBytes } from "../go";
import type { InodeParts } from "../parts";
import { hexLines } from "./hexdump.model";
import { MissingNote } from "./MissingNote";
import { WithHead } from "./WithHead";

/** Bytes of the dump. */
const DUMP = 4096;

/** Narrower panes, in pixels, get 8 bytes a line. */
const WIDE = 600;

interface Props extends InodeParts {
	readonly ways: ReactNode;
	/** What the file is. */
	readonly label?: string | undefined;
	/** One sentence about that. */
	readonly doc?: string | undefined;
}

export function HexPreview(props: Props) {
	const { detail, ways, label, doc } = props;
	const box = useRef<HTMLDivElement>(null);
	const width = useWidth(box);
	const shown = Math.min(DUMP, detail.size);
	return (
		<div className="preview-hex" ref={box}>
			<div className="preview-bar">
				{ways}
				<p>
					{label && <strong>{label}</strong>} {doc}{" "}
					{shown < detail.size && (
						<>
							The first <Size bytes={shown} />:
						</>
					)}
				</p>
				<Button small onClick={() => showBytes({ space: detail.contents, start: 0, end: 1 })}>
					In Bytes
				</Button>
			</div>
			<WithHead {...props} length={shown}>
				{(head) => (
					<>
						<MissingNote missing={head.missing} />
						<Dump {...head} perLine={width >= WIDE ? 16 : 8} />
					</>
				)}
			</WithHead>
		</div>
	);
}

interface DumpProps extends BytesResult {
	readonly perLine: number;
}

function Dump({ bytes, missing, perLine }: DumpProps) {
	const lines = useMemo(() => hexLines({ bytes, missing }, perLine), [bytes, missing, perLine]);
	return (
		// biome-ignore lint/a11y/noNoninteractiveTabindex: a pane that scrolls must be reachable
		<section className="preview-dump" tabIndex={0} aria-label="First bytes in hexadecimal">
			{lines.map((line) =>
				"hole" in line ? (
					<div key={line.offset}>
						<span>{line.offset}</span>
						{"  "}
						<em className={`text-hole text-${line.hole}`}>{line.words}</em>
					</div>
				) : (
					<div key={line.offset}>
						<span>{line.offset}</span>
						{"  "}
						{line.hex}
						{"  "}
						<b>{line.ascii}</b>
					</div>
				),
			)}
		</section>
	);
}
