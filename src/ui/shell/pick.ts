/** The browser's file dialog. */
import { takeFiles } from "../state/offer";

/** Nothing happens when the user changes their mind. */
function pick(multiple: boolean, take: (files: readonly File[]) => void): void {
	const input = document.createElement("input");
	input.type = "file";
	input.multiple = multiple;
	input.addEventListener("change", () => take([...(input.files ?? [])]));
	input.click();
}

/** Asks for files to open. */
export const pickFiles = (): void => pick(true, (files) => takeFiles(files, { chosen: true }));

/** Asks for one file. */
export const pickFile = (take: (file: File) => void): void =>
	pick(false, ([file]) => file && take(file));
