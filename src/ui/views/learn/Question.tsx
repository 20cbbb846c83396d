/** A question: typed, picked or found among the bytes; hints get more exact, one at a time. */
import { Check, Lightbulb } from "lucide-react";
import { type FormEvent, type Ref, useEffect, useId, useRef, useState } from "react";
import type { Exact } from "../../../base/exact";
import { type Span, span } from "../../../base/range";
import { exactBytes } from "../../../base/words";
import { type Given, judge } from "../../../lessons/answer";
import type { Question as Asked } from "../../../worker/protocol";
import { usePlace } from "../../state/location";
import { Button } from "../../widgets/Button";
import { TextField } from "../../widgets/Field";
import { hexText } from "../../widgets/offsets.model";
import { Rich } from "./Rich";

interface QuestionProps {
	readonly ref: Ref<HTMLElement> | undefined;
	readonly question: Asked;
	/** Which of several it is. */
	readonly of: string | undefined;
	readonly isAnswered: boolean;
	/** Before the first try. */
	readonly hidesHints: boolean;
	onRight(): void;
}

export function Question({ ref, question, of, isAnswered, hidesHints, onRight }: QuestionProps) {
	const [said, setSaid] = useState("");
	const [tries, setTries] = useState(0);
	const ask = useId();
	const answer = (given: Given) => {
		const { right, say } = judge(question, given);
		if (right) return onRight();
		setTries((n) => n + 1);
		setSaid(say ?? "Not yet. Try again, or open a hint.");
	};
	return (
		<section
			ref={ref}
			className={isAnswered ? "question question-done" : "question"}
			aria-labelledby={ask}
			data-next={isAnswered ? undefined : true}
		>
			{of && <p className="learn-small">{of}</p>}
			<p id={ask} className="question-ask">
				<Rich text={question.ask} />
			</p>
			{!isAnswered && <Form question={question} ask={ask} onAnswer={answer} />}
			{/* There from the first: what comes into it is read out, the same words again, too. */}
			<div className="question-said" role="status">
				{isAnswered ? <Right question={question} /> : said && <p key={tries}>{said}</p>}
			</div>
			{!isAnswered &&
				(hidesHints && tries === 0 ? (
					<p className="learn-small">Hints appear after your first try.</p>
				) : (
					<Hints question={question} />
				))}
		</section>
	);
}

/** What was right, and how it comes about. */
function Right({ question }: { readonly question: Asked }) {
	return (
		<p className="question-right">
			<Check aria-hidden />
			<span>
				Right: <RightText question={question} />
			</span>
		</p>
	);
}

function RightText({ question }: { readonly question: Asked }) {
	switch (question.kind) {
		case "number":
			return (
				<span className="mono">
					{question.sum && `${question.sum.text} = `}
					{bothText(question.answer)}
				</span>
			);
		case "text":
			return <span className="mono">{question.answer}</span>;
		case "pick":
			return question.answers.map((i) => question.options[i]).join(", ");
		case "place":
			return <span className="mono">{whereText(question.answer)}</span>;
	}
}

/** `36 = 0x24`: as it may have been typed. */
const bothText = (answer: Exact): string =>
	answer < 10 ? String(answer) : `${answer} = 0x${answer.toString(16)}`;

/** `0x6a0, 2 bytes`: who counts bytes is not to ask whether an end is one of them. */
const whereText = ({ start, end }: Span): string => `${hexText(start)}, ${exactBytes(end - start)}`;

interface FormProps<Q extends Asked = Asked> {
	readonly question: Q;
	onAnswer(given: Given): void;
}

/** @param ask id of the words that ask */
function Form({ question, ask, onAnswer }: FormProps & { readonly ask: string }) {
	switch (question.kind) {
		case "number":
		case "text":
			return <Typed question={question} onAnswer={onAnswer} />;
		case "pick":
			return <Picked question={question} ask={ask} onAnswer={onAnswer} />;
		case "place":
			return <Found question={question} onAnswer={onAnswer} />;
	}
}

function Typed({ question, onAnswer }: FormProps) {
	const [text, setText] = useState("");
	const submit = (event: FormEvent) => {
		event.preventDefault();
		if (text.trim()) onAnswer(text);
	};
	const label = question.kind === "number" ? "Number, decimal or with 0x" : "Text";
	return (
		<form className="question-form" onSubmit={submit}>
			<TextField label={label} bare value={text} onChange={setText} placeholder={label} />
			<Button type="submit" variant="primary">
				Check
			</Button>
		</form>
	);
}

function Picked({
	question,
	ask,
	onAnswer,
}: FormProps<Extract<Asked, { kind: "pick" }>> & { readonly ask: string }) {
	const name = useId();
	const [picked, setPicked] = useState<readonly number[]>([]);
	const { options, several } = question;
	const toggle = (i: number) =>
		setPicked(
			several ? (picked.includes(i) ? picked.filter((p) => p !== i) : [...picked, i]) : [i],
		);
	const submit = (event: FormEvent) => {
		event.preventDefault();
		if (picked.length > 0) onAnswer(picked);
	};
	return (
		<form className="question-pick" onSubmit={submit}>
			<fieldset className="question-options" aria-labelledby={ask}>
				{options.map((option, i) => (
					<label key={option}>
						<input
							type={several ? "checkbox" : "radio"}
							name={name}
							checked={picked.includes(i)}
							onChange={() => toggle(i)}
						/>
						<span>{option}</span>
					</label>
				))}
			</fieldset>
			<Button type="submit" variant="primary" disabled={picked.length === 0}>
				Check
			</Button>
		</form>
	);
}

/** How bytes are found, with a finger or with mouse and keys. */
const HOW = {
	touch: {
		range: "Hold a finger on the first byte until it is marked, then drag to the last.",
		byte: "Touch it.",
	},
	keys: {
		range: "Drag over the bytes, or hold Shift and use the arrows.",
		byte: "Click it, or move there with the arrows.",
	},
} as const;

const coarse = window.matchMedia("(pointer: coarse)");

/** Right bytes are taken as soon as they are selected; wrong ones only when asked about. */
function Found({ question, onAnswer }: FormProps<Extract<Asked, { kind: "place" }>>) {
	const { space, at } = usePlace();
	const before = useRef(at);
	const selected = at && span(space, at.start, at.end);
	const isRight = selected !== undefined && judge(question, selected).right;
	// What the step itself selected is no answer.
	const isNew = before.current?.start !== at?.start || before.current?.end !== at?.end;
	useEffect(() => {
		if (isRight && isNew) onAnswer(selected);
	});
	return (
		<div className="question-found">
			<p className="learn-small">
				{HOW[coarse.matches ? "touch" : "keys"][question.exactly ? "range" : "byte"]}{" "}
				<span className="mono">{selected ? `Now: ${whereText(selected)}` : ""}</span>
			</p>
			<Button onClick={() => selected && onAnswer(selected)} disabled={!selected}>
				Check the selection
			</Button>
		</div>
	);
}

const NEXT = ["Hint", "Next hint", "Last hint"];

function Hints({ question: { hints } }: { readonly question: Asked }) {
	const [shown, setShown] = useState(0);
	const list = useRef<HTMLOListElement>(null);
	const isLast = shown >= hints.length;
	useEffect(() => {
		// The button is gone, and the focus with it.
		if (isLast && document.activeElement === document.body) list.current?.focus();
	}, [isLast]);
	return (
		<div className="question-hints">
			{shown > 0 && (
				<ol ref={list} aria-label="Hints" aria-live="polite" tabIndex={isLast ? -1 : undefined}>
					{hints.slice(0, shown).map((hint) => (
						<li key={hint}>
							<Rich text={hint} />
						</li>
					))}
				</ol>
			)}
			{!isLast && (
				<Button small variant="quiet" icon={Lightbulb} onClick={() => setShown(shown + 1)}>
					{`${NEXT[shown]} (${shown + 1} of ${hints.length})`}
				</Button>
			)}
		</div>
	);
}
