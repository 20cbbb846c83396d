/** What each of several files of the user is. */
import { useQuery } from "@tanstack/react-query";
import type { Input, Role } from "../../worker/protocol";
import type { OpenFile } from "./image";

/** Files of a folder that are listed: what is in a larger one nobody reads through. */
const MOST_IN_FOLDER = 200;

/** In a folder names and contents say what belongs to what: of each file can only be said that it is not used. */
export const areOfFolder = ([first]: readonly Input[]): boolean => first?.path !== undefined;

/** Whether there is something to choose. */
export const hasRoles = ({ inputs }: OpenFile): boolean =>
	inputs.length > 1 && (!areOfFolder(inputs) || inputs.length <= MOST_IN_FOLDER);

/** What they were taken for, in the order of the inputs; undefined until it is known. */
export const useRoles = ({ key, client }: OpenFile): readonly Role[] | undefined =>
	useQuery({
		queryKey: [key, "roles"],
		queryFn: ({ signal }) => client.call("roles", {}, { signal }),
	}).data;

/** Undefined for what is found out when the files are opened. */
export type Choice = Role | undefined;

/** The same with another role for one of them: there is one image, and one file for a device. */
export function withRole(roles: readonly Choice[], at: number, role: Choice): readonly Choice[] {
	return roles.map((one, i) => {
		if (i === at) return role;
		// Devices are those of the image: of another one they are found out anew.
		if (role === "image") return one === "unused" ? one : undefined;
		return typeof role === "number" && one === role ? "beside" : one;
	});
}

/** The inputs as what they were chosen to be. */
export const asChosen = (inputs: readonly Input[], roles: readonly Choice[]): readonly Input[] =>
	inputs.map(({ role: _, ...input }, i) => {
		const role = roles[i];
		const isFound = role === undefined || (areOfFolder(inputs) && role !== "unused");
		return isFound ? input : { ...input, role };
	});
