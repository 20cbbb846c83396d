import { Route } from "lucide-react";
import { type FormEvent, useId, useState } from "react";
import type { SpaceId } from "../../base/range";
import { exactBytes } from "../../base/words";
import { startWalk } from "../state/walk";
import { Button } from "./Button";
import { parseOffset } from "./offsets.model";
import "./walk-form.css";

interface WalkFormProps {
	readonly space: SpaceId;
	/** Bytes of the space, at least 1. */
	readonly size: number;
}

/** Asks for the way to a byte of some contents. */
export function WalkForm({ space, size }: WalkFormProps) {
	const [text, setText] = useState("0");
	const id = useId();
	const offset = parseOffset(text);
	const wrong = offset === undefined || offset >= size;
	const submit = (event: FormEvent) => {
		event.preventDefault();
		if (!wrong) startWalk({ space, offset });
	};
	return (
		<form className="walk-form" onSubmit={submit}>
			<label htmlFor={id}>How do I get to byte</label>
			<input
				id={id}
				className="mono"
				inputMode="numeric"
				autoComplete="off"
				spellCheck={false}
				value={text}
				aria-invalid={wrong}
				aria-describedby={wrong ? `${id}-why` : undefined}
				onChange={(event) => setText(event.target.value)}
			/>
			<Button type="submit" small icon={Route} disabled={wrong}>
				Show the way
			</Button>
			<span id={`${id}-why`} className="walk-form-why" role="status">
				{wrong && `Below ${exactBytes(size)}`}
			</span>
		</form>
	);
}
