/** The bench: bytes of a copy are changed, and everything that looks at the image reacts. */
import { Download, Redo2, RotateCcw, Undo2 } from "lucide-react";
import { type Edit, parseAlteration } from "../../../../base/edits";
import { span } from "../../../../base/range";
import { hexOf } from "../../../../base/text";
import { BREAKAGES } from "../../../../lessons/breakages";
import {
	changesText,
	doAgain,
	isThere,
	saveCopy,
	setMended,
	takeAllBack,
	takeBack,
	useBench,
} from "../../../state/bench";
import type { OpenFile } from "../../../state/image";
import { navigate } from "../../../state/location";
import { Button } from "../../../widgets/Button";
import { Checkbox } from "../../../widgets/Field";
import { rangeText } from "../../../widgets/offsets.model";
import { BytesLink, PlaceLink } from "../../../widgets/PlaceLink";
import { BreakagePage } from "./BreakagePage";
import { EditForm } from "./EditForm";
import { Verdict } from "./Verdict";
import "./bench.css";

interface BenchPageProps {
	readonly file: OpenFile | undefined;
	/** The ready-made breakage that is shown. */
	readonly wanted: string | undefined;
}

export function BenchPage({ file, wanted }: BenchPageProps) {
	const { edits } = useBench();
	const breakage = BREAKAGES.find(({ id }) => id === wanted);
	if (!file) return <NoImage />;
	if (breakage)
		return <BreakagePage key={breakage.id} file={file} breakage={breakage} edits={edits} />;
	return (
		<div className="learn-body">
			<header className="lesson-head">
				<h3 className="lesson-title">Break a copy</h3>
				<p>
					Change bytes and see what happens. All is done to a copy in the memory of this page: your
					file is never written.
				</p>
			</header>
			<Altered file={file} />
			<EditForm file={file} />
			{edits.length > 0 && <Verdict file={file} />}
			<section aria-labelledby="bench-ready">
				<h4 id="bench-ready">Ready-made breakages</h4>
				<p className="learn-small">Predict what the check will say, break it, and see.</p>
				<ul className="bench-ready">
					{BREAKAGES.map(({ id, title }) => (
						<li key={id}>
							<PlaceLink to={{ learn: `bench.${id}` }}>{title}</PlaceLink>
						</li>
					))}
				</ul>
			</section>
		</div>
	);
}

const NoImage = () => (
	<div className="learn-body lesson-elsewhere">
		<p>
			Here you can change bytes of a copy of an image, and see what happens. Open an image first.
		</p>
		<Button variant="primary" onClick={() => navigate({ sample: "plain", view: "bytes" })}>
			Open the sample “The night library”
		</Button>
	</div>
);

/** Changes that are listed; the last ones. */
const MOST_LISTED = 12;

/** What was altered, and what can be done about it. */
function Altered({ file }: { readonly file: OpenFile }) {
	const { edits, mends, canRedo } = useBench();
	const spaces = new Set(edits.flatMap((text) => parseAlteration(text) ?? []).map((e) => e.space));
	return (
		<section className="bench-altered" aria-labelledby="bench-copy">
			<h4 id="bench-copy">
				<span role="status">
					{edits.length === 0 ? "Nothing is changed" : `The copy has ${changesText(file, edits)}`}
				</span>
			</h4>
			<div className="bench-tools">
				<Button small icon={Undo2} disabled={edits.length === 0} onClick={takeBack}>
					Undo
				</Button>
				<Button small icon={Redo2} disabled={!canRedo} onClick={doAgain}>
					Redo
				</Button>
				<Button small icon={RotateCcw} disabled={edits.length === 0} onClick={takeAllBack}>
					Undo all
				</Button>
			</div>
			{edits.length > 0 && <Changes file={file} edits={edits} />}
			<Checkbox checked={mends} onChange={setMended} disabled={edits.length === 0}>
				Mend the checksum of the superblock after each change
			</Checkbox>
			{[...spaces].map((space) => (
				<Button key={space} small icon={Download} onClick={() => void saveCopy(file, space)}>
					{space === "image" ? "Save the altered copy" : `Save the altered ${space}`}
				</Button>
			))}
		</section>
	);
}

interface ChangesProps {
	readonly file: OpenFile;
	readonly edits: readonly string[];
}

const Changes = ({ file, edits }: ChangesProps) => (
	<ol className="bench-changes" start={Math.max(1, edits.length - MOST_LISTED + 1)}>
		{edits.slice(-MOST_LISTED).map((text, i) => (
			// Changes are added and taken away at the end.
			// biome-ignore lint/suspicious/noArrayIndexKey: their places are what they are
			<li key={i}>
				{parseAlteration(text)?.map((edit) => (
					<Change key={`${edit.space} ${edit.at}`} edit={edit} isThere={isThere(file, edit)} />
				))}
			</li>
		))}
	</ol>
);

interface ChangeProps {
	readonly edit: Edit;
	readonly isThere: boolean;
}

const Change = ({ edit: { space, at, bytes }, isThere }: ChangeProps) => (
	<span className="bench-change">
		{isThere ? (
			<>
				<BytesLink span={span(space, at, at + bytes.length)} what="the change" /> is now{" "}
				<code>{hexOf(bytes, " ")}</code>
			</>
		) : (
			`${rangeText(span(space, at, at + bytes.length))} lies behind the end: nothing is changed there.`
		)}
	</span>
);
