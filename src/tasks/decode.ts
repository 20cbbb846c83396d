/** A quick look at compressed units, of which doubtful ones remain: a share of a check of contents. */
import { unitsHere } from "../checks/decoding";
import type { Units } from "../checks/units";
import type { Task } from "./task";

export interface DecodeParams {
	readonly units: Units;
}

export const decode: Task<DecodeParams, readonly number[]> = {
	run: (image, { units }, { signal }) => unitsHere(image, signal).look(units),
};
