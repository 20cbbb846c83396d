/** A ready-made breakage: predict, break, compare. */
import { useQuery } from "@tanstack/react-query";
import { Check, Hammer, Undo2, X } from "lucide-react";
import { type FormEvent, useEffect, useId, useState } from "react";
import type { Alteration } from "../../../../base/edits";
import { failureInfo } from "../../../../base/errors";
import { span } from "../../../../base/range";
import type { Breakage } from "../../../../lessons/breakages";
import { breakBy, takeBack, useBench } from "../../../state/bench";
import { isImage, type OpenFile } from "../../../state/image";
import { navigate } from "../../../state/location";
import { FROM_THE_TOP, toOrigin } from "../../../state/origin";
import { useSampleTitle } from "../../../state/samples";
import { Button } from "../../../widgets/Button";
import { Placeholder } from "../../../widgets/EmptyState";
import { FailureNotice } from "../../../widgets/FailureNotice";
import { BytesLink, PathLink, PlaceLink } from "../../../widgets/PlaceLink";
import { Rich } from "../Rich";
import { Verdict } from "./Verdict";

interface BreakagePageProps {
	readonly file: OpenFile;
	readonly breakage: Breakage;
	readonly edits: readonly string[];
}

export function BreakagePage({ file, breakage, edits }: BreakagePageProps) {
	const done = useBench().broken[breakage.id];
	return (
		<div className="learn-body">
			<header className="lesson-head">
				<PlaceLink to={{ learn: "bench" }}>All breakages</PlaceLink>
				<h3 className="lesson-title">{breakage.title}</h3>
			</header>
			<p>
				<Rich text={breakage.text} />
			</p>
			{done && edits.at(-1) === done.text ? (
				<Broken file={file} breakage={breakage} predicted={done.predicted} />
			) : (
				<Predict file={file} breakage={breakage} />
			)}
		</div>
	);
}

function Predict({ file, breakage }: Omit<BreakagePageProps, "edits">) {
	const { id, sample } = breakage;
	const title = useSampleTitle(sample);
	const { data, error } = useQuery({
		queryKey: [file.key, "breakage", id],
		enabled: isImage(file),
		queryFn: ({ signal }) => file.client.call("breakage", { id }, { signal }),
	});
	if (!isImage(file)) return <p>The copy does not open any more. Undo a change first.</p>;
	if (error) return <FailureNotice info={failureInfo(error)} />;
	if (!data) return <Placeholder label="Looking for the bytes" lines={4} />;
	if ("lacks" in data) {
		const there = { ...FROM_THE_TOP, ...toOrigin({ sample }), view: "bytes" } as const;
		return (
			<div className="lesson-elsewhere">
				<p>This needs {data.lacks}. None was found among the first files of this image.</p>
				<Button onClick={() => navigate(there)}>Do it on the sample “{title}”</Button>
			</div>
		);
	}
	return <Question breakage={breakage} alteration={data.alteration} path={data.path} />;
}

interface QuestionProps {
	readonly breakage: Breakage;
	readonly alteration: Alteration;
	readonly path: string;
}

function Question({ breakage, alteration, path }: QuestionProps) {
	const { id, options, unmended } = breakage;
	const name = useId();
	const [picked, setPicked] = useState<number>();
	const [first] = alteration;
	useEffect(() => {
		if (!first) return;
		const at = { start: first.at, end: first.at + first.bytes.length };
		navigate({ view: "bytes", space: first.space, at }, { replace: true });
	}, [first]);
	const submit = (event: FormEvent) => {
		event.preventDefault();
		if (picked !== undefined) breakBy(id, alteration, picked, unmended ? { unmended } : {});
	};
	return (
		<>
			<p className="learn-small">
				Of <PathLink path={path} />:{" "}
				{alteration.map(({ space, at, bytes }, i) => (
					<span key={at}>
						{i > 0 && ", "}
						<BytesLink span={span(space, at, at + bytes.length)} what="what is changed" />
					</span>
				))}
			</p>
			<section className="question" aria-label="Prediction">
				<p className="question-ask">What will the check say?</p>
				<form className="question-pick" onSubmit={submit}>
					{options.map((option, i) => (
						<label key={option}>
							<input
								type="radio"
								name={name}
								checked={picked === i}
								onChange={() => setPicked(i)}
							/>
							<span>{option}</span>
						</label>
					))}
					<Button type="submit" variant="primary" icon={Hammer} disabled={picked === undefined}>
						Break the copy
					</Button>
				</form>
			</section>
		</>
	);
}

interface BrokenProps extends Omit<BreakagePageProps, "edits"> {
	readonly predicted: number;
}

function Broken({ file, breakage, predicted }: BrokenProps) {
	const { options, right, after } = breakage;
	const isRight = predicted === right;
	const Mark = isRight ? Check : X;
	return (
		<>
			<section className="question question-done" aria-label="Prediction">
				<p className={isRight ? "question-right" : "question-right bench-wrong"} role="status">
					<Mark aria-hidden />
					<span>
						{isRight ? "You predicted it: " : "You predicted: "}
						{options[predicted]}.
					</span>
				</p>
				{!isRight && <p>It is: {options[right]}.</p>}
			</section>
			<Verdict file={file} />
			<p className="lesson-after">{after}</p>
			<div>
				<Button icon={Undo2} onClick={takeBack}>
					Undo the change
				</Button>
			</div>
		</>
	);
}
