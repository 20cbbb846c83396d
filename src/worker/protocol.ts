/**
 * Everything that crosses between page and worker: no code that runs.
 *
 * The page sends descriptions (a File, a URL), never bytes; the worker answers
 * with plain data, and with columns of typed arrays where there are many rows
 * (their buffers are transferred, not copied). Nids are 64-bit: bigint everywhere.
 * Each topic says its methods and does them in one file of `topics/`.
 */
import type { FailureInfo } from "../base/errors";
import type { Progress } from "../base/progress";
import type { BytesApi } from "./topics/bytes";
import type { CheckingApi } from "./topics/checking";
import type { LearningApi } from "./topics/learning";
import type { NetworkApi } from "./topics/network";
import type { OpeningApi } from "./topics/opening";
import type { OwnersApi } from "./topics/owners";
import type { PartsApi } from "./topics/parts";
import type { SavingApi } from "./topics/saving";
import type { SpaceApi } from "./topics/space";
import type { TreeApi } from "./topics/tree";

export { EXTENT_KINDS, NO_ALGORITHM, TYPE_NAMES } from "../inspect/names";
export { KIND_WORDS, PADDING_WORDS } from "../ownership/words";
export { TILE_KINDS } from "../space/tile-kinds";
export type * from "./topics/bytes";
export type * from "./topics/checking";
export type * from "./topics/learning";
export type * from "./topics/network";
export type * from "./topics/opening";
export type * from "./topics/owners";
export type * from "./topics/parts";
export type * from "./topics/saving";
export type * from "./topics/space";
export type * from "./topics/tree";

/** The whole conversation. One worker holds one open file. */
export interface Api
	extends BytesApi,
		CheckingApi,
		LearningApi,
		NetworkApi,
		OpeningApi,
		OwnersApi,
		PartsApi,
		SavingApi,
		SpaceApi,
		TreeApi {}

export type MethodName = keyof Api;
export type Params<K extends MethodName> = Api[K]["params"];
export type Result<K extends MethodName> = Api[K]["result"];
export type Event<K extends MethodName> = Api[K]["event"];

/** Page to worker. */
export type Request =
	| {
			readonly type: "call";
			readonly id: number;
			readonly method: MethodName;
			readonly params: unknown;
	  }
	| { readonly type: "cancel"; readonly id: number }
	/** Is to be answered at once, whatever the worker does. */
	| { readonly type: "ping"; readonly id: number };

/** Worker to page. */
export type Reply =
	| { readonly type: "result"; readonly id: number; readonly value: unknown }
	| { readonly type: "failure"; readonly id: number; readonly info: FailureInfo }
	| { readonly type: "progress"; readonly id: number; readonly progress: Progress }
	| { readonly type: "event"; readonly id: number; readonly event: unknown }
	| { readonly type: "pong"; readonly id: number };
