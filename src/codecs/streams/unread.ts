/** What is sound, and yet cannot be read here. */
import { Failure } from "../../base/errors";

/** @param hint what to do about it */
export const unread = (code: string, message: string, hint: string): Failure =>
	new Failure({ kind: "unsupported", code, message, hint });

/** @param number as the data says it @param command unpacks a file with a dictionary */
export const needsDictionary = (label: string, number: number, command: string): Failure =>
	unread(
		"codec-dictionary",
		`The ${label} data needs dictionary ${number}, which is not in it.`,
		`Unpack it with that dictionary (${command}), and open what comes out.`,
	);
