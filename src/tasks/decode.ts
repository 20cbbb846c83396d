/** Decoding compressed units, for what is wrong with them: a share of a check of contents. */
import { type Decoded, type FileUnits, unitDecoder } from "../checks/decoding";
import type { Task } from "./task";

export interface DecodeParams {
	readonly files: readonly FileUnits[];
}

export const decode: Task<DecodeParams, readonly Decoded[]> = {
	run: (image, { files }, { signal }) => unitDecoder(image, signal)(files),
};
