/** Everything that can be sent somewhere to be done. */
import { digest } from "./digest";
import type { Task } from "./task";

export const tasks = { digest } as const;

type Tasks = typeof tasks;
export type TaskName = keyof Tasks;
export type ParamsOf<K extends TaskName> = Tasks[K] extends Task<infer P, unknown> ? P : never;
export type ResultOf<K extends TaskName> = Tasks[K] extends Task<never, infer R> ? R : never;

/** A task with what it is to work on: what is sent. */
export interface TaskCall<K extends TaskName = TaskName> {
	readonly task: K;
	readonly params: ParamsOf<K>;
}
