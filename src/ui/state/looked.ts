/**
 * Which files somebody has looked at. Attributes, maps and contents are checked only of those: the
 * walk over the tree reads directories and inodes, and nothing behind them.
 */
import { create } from "zustand";
import { parseSpace } from "../../base/space";
import type { Client } from "../../worker/client";
import type { MethodName, Params } from "../../worker/protocol";
import type { OpenFile } from "./image";

export interface Looked {
	/** Inodes whose attributes and map were read. */
	readonly inodes: number;
	/** Files of whose contents something was read. */
	readonly contents: number;
}

const NOTHING: Looked = { inodes: 0, contents: 0 };

const useStore = create<Looked & { readonly key: number }>()(() => ({ key: 0, ...NOTHING }));

/** The inode a call looks into, when it succeeds. */
export function lookOf(method: MethodName, params: unknown): { inode?: bigint; contents?: bigint } {
	if (method === "inode") return { inode: (params as Params<"inode">).nid };
	if (method !== "bytes") return {};
	const space = parseSpace((params as Params<"bytes">).space);
	return space?.kind === "file" ? { contents: space.nid } : {};
}

/** The same client; what its calls look at is counted for the image of this key. */
export function watchLooks(client: Client, key: number): Client {
	const inodes = new Set<bigint>();
	const contents = new Set<bigint>();
	const count = (method: MethodName, params: unknown) => {
		const look = lookOf(method, params);
		if (look.inode !== undefined) inodes.add(look.inode);
		if (look.contents !== undefined) contents.add(look.contents);
		const now = useStore.getState();
		const same = now.inodes === inodes.size && now.contents === contents.size;
		if (now.key !== key || !same) {
			useStore.setState({ key, inodes: inodes.size, contents: contents.size });
		}
	};
	return {
		call(method, params, options) {
			const answer = client.call(method, params, options);
			if (method === "inode" || method === "bytes") {
				answer.then(
					() => count(method, params),
					() => {}, // who called hears of it
				);
			}
			return answer;
		},
		close: () => client.close(),
	};
}

export function useLooked({ key }: OpenFile): Looked {
	const state = useStore();
	return state.key === key ? state : NOTHING;
}
