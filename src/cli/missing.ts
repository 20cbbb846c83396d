/** What to say when the bytes of an extra device cannot be had: no damage, but never complete. */
import type { Failure } from "../base/errors";
import { missingDevices } from "../erofs/devices";
import type { Note } from "../export/note";
import type { Call } from "./command";

/** Of the image as a whole, so that it is told once however many files are concerned. */
export const missingNote = ({ info: { message } }: Pick<Failure, "info">): Note => ({
	path: new Uint8Array(),
	text: `${message} What lies on it cannot be read; give its file with --device.`,
	kind: "missing",
});

/** For commands that go through the whole tree: they promise all of it. */
export function noteMissingDevices({ image, note }: Pick<Call, "image" | "note">): void {
	for (const failure of missingDevices(image)) note(missingNote(failure));
}
