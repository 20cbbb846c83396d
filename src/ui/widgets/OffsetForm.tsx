import { type FormEvent, useState } from "react";
import { openOtherwise } from "../state/open";
import { Button } from "./Button";
import { TextField } from "./Field";
import { parseOffset } from "./offsets.model";
import "./offset-form.css";

/** Opens the file of the place as a volume that starts at another byte. */
export function OffsetForm() {
	const [text, setText] = useState("");
	const [error, setError] = useState<string>();
	const submit = (event: FormEvent) => {
		event.preventDefault();
		const offset = parseOffset(text);
		if (offset === undefined) setError("Give a number of bytes, such as 1048576 or 0x100000");
		else openOtherwise({ offset });
	};
	return (
		<form className="offset-form" onSubmit={submit}>
			<TextField
				label="Offset of the file system in this file"
				placeholder="0x100000"
				value={text}
				onChange={(value) => {
					setText(value);
					setError(undefined);
				}}
				error={error}
			/>
			<Button type="submit" small>
				Open there
			</Button>
		</form>
	);
}
