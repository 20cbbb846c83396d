/** The browser's file dialog. */
import { openFiles } from "../state/open";

/** Asks for files; nothing happens when the user changes their mind. */
export function pickFiles(): void {
	const input = document.createElement("input");
	input.type = "file";
	input.multiple = true;
	input.addEventListener("change", () => openFiles([...(input.files ?? [])]));
	input.click();
}
