/** What each of several files of the user is. */
import { useQuery } from "@tanstack/react-query";
import type { Role } from "../../worker/protocol";
import type { OpenFile } from "./image";

/** Whether there is something to choose: a folder is searched by names alone. */
export const hasRoles = ({ inputs }: OpenFile): boolean =>
	inputs.length > 1 && inputs.every(({ path }) => path === undefined);

/** What they were taken for, in the order of the inputs; undefined until it is known. */
export const useRoles = ({ key, client }: OpenFile): readonly Role[] | undefined =>
	useQuery({
		queryKey: [key, "roles"],
		queryFn: ({ signal }) => client.call("roles", {}, { signal }),
	}).data;

/** The same with another role for one of them: there is one image, and one file for a device. */
export function withRole(roles: readonly Role[], at: number, role: Role): readonly Role[] {
	const isSingle = role === "image" || typeof role === "number";
	return roles.map((one, i) => {
		if (i === at) return role;
		return isSingle && one === role ? "beside" : one;
	});
}
