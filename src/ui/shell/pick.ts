/** The browser's file dialog. */
import { create } from "zustand";
import { chosenFolder } from "../state/folder";
import { takeFiles } from "../state/offer";
import { openFolder } from "../state/open";

/**
 * The input that asks. It is in the document until it has its answer: one that nothing holds may be
 * collected before its dialog is on screen, which then never comes, or before the files are chosen.
 */
let asking: HTMLInputElement | undefined;

/** @param take is given no files when the user has changed their mind */
function pick(
	what: Partial<Pick<HTMLInputElement, "multiple" | "webkitdirectory">>,
	take: (files: readonly File[]) => void,
): void {
	asking?.remove(); // of a browser that does not tell when a dialog is closed
	const input = document.createElement("input");
	asking = input;
	Object.assign(input, { type: "file", hidden: true, ...what });
	for (const end of ["cancel", "change"])
		input.addEventListener(end, () => {
			input.remove();
			take([...(input.files ?? [])]);
		});
	document.body.append(input);
	input.click();
}

/** Asks for files to open. */
export const pickFiles = (): void =>
	pick({ multiple: true }, (files) => takeFiles(files, { chosen: true }));

/** Whether a dialog for a folder has ended without one. */
export const useNoFolder = create(() => ({ isSaid: false }));

export const forgetNoFolder = (): void => useNoFolder.setState({ isSaid: false });

/** Asks for a folder to open, with all that is below it. */
export function pickFolder(): void {
	forgetNoFolder();
	pick({ webkitdirectory: true }, (files) => {
		const folder = chosenFolder(files);
		if (folder) openFolder(folder);
		// Browsers say of a folder without files what they say when none was chosen.
		else useNoFolder.setState({ isSaid: true });
	});
}

/** Asks for one file. */
export const pickFile = (take: (file: File) => void): void =>
	pick({}, ([file]) => file && take(file));
