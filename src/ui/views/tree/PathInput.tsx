/** A box for a path. What does not exist is said before anything else happens. */
import { useEffect, useId, useRef, useState } from "react";
import { failureInfo, isCancelled } from "../../../base/errors";
import { nameBytes, showName } from "../../../base/text";
import type { PathStep } from "../../../worker/protocol";
import type { OpenImage } from "../../state/image";
import { navigate } from "../../state/location";

interface PathInputProps {
	readonly image: OpenImage;
	readonly path: string;
	readonly onClose: () => void;
}

/** The path as it was found: without "..", doubled slashes and the like. */
const pathOfSteps = (steps: readonly PathStep[]): string =>
	`/${steps
		.map((step) => showName(step.name))
		.filter(Boolean)
		.join("/")}`;

export function PathInput({ image, path, onClose }: PathInputProps) {
	const id = useId();
	const [problem, setProblem] = useState("");
	const input = useRef<HTMLInputElement>(null);
	const running = useRef<AbortController>(undefined);

	useEffect(() => {
		input.current?.select();
		return () => running.current?.abort();
	}, []);

	const go = async (text: string) => {
		running.current?.abort();
		const mine = new AbortController();
		running.current = mine;
		try {
			const params = { path: nameBytes(text.trim()) };
			const { steps } = await image.client.call("resolve", params, { signal: mine.signal });
			const found = pathOfSteps(steps);
			navigate({ path: found, nid: undefined, view: "inode", filter: undefined });
			onClose();
		} catch (error) {
			if (!isCancelled(error)) setProblem(failureInfo(error).message);
		}
	};

	return (
		<form
			className="path-bar path-form"
			onSubmit={(event) => {
				event.preventDefault();
				void go(input.current?.value ?? "");
			}}
		>
			<input
				ref={input}
				// biome-ignore lint/a11y/noAutofocus: it takes the place of what was pressed
				autoFocus
				className="path-input"
				aria-label="Path in the image"
				aria-invalid={problem !== ""}
				aria-describedby={problem ? id : undefined}
				spellCheck={false}
				autoComplete="off"
				defaultValue={path}
				onChange={() => setProblem("")}
				onBlur={() => problem === "" && onClose()}
				onKeyDown={(event) => event.key === "Escape" && onClose()}
			/>
			{problem && (
				<p id={id} className="path-problem" role="alert">
					{problem}
				</p>
			)}
		</form>
	);
}
