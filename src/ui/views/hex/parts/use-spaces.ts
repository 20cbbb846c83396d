import { useMemo } from "react";
import type { SpaceId } from "../../../../base/range";
import type { OpenFile } from "../../../state/image";
import { contentsSpace, type Focus, type SpaceFacts } from "../data/queries";
import type { SpaceChoice } from "./Toolbar";

/** The spaces one can go to: those of the image, the selected file's contents, and this one. */
export function useSpaces(
	image: OpenFile,
	space: SpaceId,
	facts: SpaceFacts,
	focus: Focus,
): readonly SpaceChoice[] {
	const contents = contentsSpace(focus);
	return useMemo(() => {
		const choices: SpaceChoice[] = [...image.facts.spaces];
		const add = (choice: SpaceChoice) => {
			if (!choices.some(({ id }) => id === choice.id)) choices.push(choice);
		};
		if (contents) add(contents);
		add({ id: space, label: facts.label });
		return choices;
	}, [image, space, facts.label, contents]);
}
