/**
 * Several places that work side by side on the shares of one whole. A place is started when there
 * is work for it and none is idle, takes one task at a time, and is thrown away when it breaks.
 * What a place is (a thread, a worker, this program itself) is up to who makes the pool.
 */
import { cancelled } from "../base/errors";
import type { ParamsOf, ResultOf, TaskCall, TaskName } from "../tasks/index";

export interface Runner {
	/** False once it has broken: what it ran has failed, and it runs nothing more. */
	readonly isAlive: boolean;
	/** One at a time. @throws Failure as the task; `bug` when it breaks, `cancelled` when stopped. */
	run(call: TaskCall): Promise<unknown>;
	/** Ends it at once, in the middle of what it does. */
	stop(): void;
}

export interface Pool {
	/** Tasks that can run at the same time. */
	readonly size: number;
	/** @throws Failure as the task, `cancelled` when the pool was closed. */
	run<K extends TaskName>(task: K, params: ParamsOf<K>): Promise<ResultOf<K>>;
	/** Ends what is running, and fails what waits, as cancelled. */
	close(): void;
}

interface Waiting {
	readonly call: TaskCall;
	resolve(result: unknown): void;
	reject(why: unknown): void;
}

/** @param spawn starts a place */
export function poolOf(size: number, spawn: () => Runner): Pool {
	const runners = new Set<Runner>();
	const idle: Runner[] = [];
	const waiting: Waiting[] = [];
	let closed = false;

	function start(): Runner {
		const runner = spawn();
		runners.add(runner);
		return runner;
	}

	function next(): void {
		while (waiting.length > 0) {
			const runner = idle.pop() ?? (runners.size < size ? start() : undefined);
			const work = runner && waiting.shift();
			if (!work) return;
			void give(runner, work);
		}
	}

	async function give(runner: Runner, { call, resolve, reject }: Waiting): Promise<void> {
		try {
			resolve(await runner.run(call));
		} catch (error) {
			reject(error);
		}
		if (closed) return;
		if (runner.isAlive) idle.push(runner);
		else runners.delete(runner);
		next();
	}

	return {
		size,
		run<K extends TaskName>(task: K, params: ParamsOf<K>) {
			if (closed) return Promise.reject(cancelled());
			return new Promise<unknown>((resolve, reject) => {
				waiting.push({ call: { task, params } as TaskCall, resolve, reject });
				next();
			}) as Promise<ResultOf<K>>;
		},
		close() {
			closed = true;
			for (const { reject } of waiting.splice(0)) reject(cancelled());
			for (const runner of runners) runner.stop();
		},
	};
}
