/**
 * A thread as a place of a pool, whatever starts threads: both ends of what is said between them.
 * It is told its recipe first, then one task after the other.
 */
import { cancelled, Failure, type FailureInfo, failureInfo } from "../base/errors";
import type { Image } from "../erofs/image";
import type { TaskCall } from "../tasks/index";
import type { TaskContext } from "../tasks/task";
import { perform } from "./inline";
import type { Runner } from "./pool";

export type ThreadReply = { readonly result: unknown } | { readonly why: FailureInfo };

/** What the one who started a thread hears of it. */
export interface ThreadEars {
	reply(reply: ThreadReply): void;
	/** It does nothing any more. @param why end of a sentence */
	broken(why: string): void;
}

export interface Thread {
	post(call: TaskCall): void;
	/** At once, in the middle of what it does. */
	end(): void;
}

export function runnerOver(start: (ears: ThreadEars) => Thread): Runner {
	let isAlive = true;
	let settle: { resolve(result: unknown): void; reject(why: Failure): void } | undefined;
	const end = (why: Failure) => {
		isAlive = false;
		settle?.reject(why);
	};
	const thread = start({
		reply(reply) {
			if ("why" in reply) settle?.reject(new Failure(reply.why));
			else settle?.resolve(reply.result);
		},
		broken: (why) => end(new Failure({ kind: "bug", message: `A thread ${why}.` })),
	});
	return {
		get isAlive() {
			return isAlive;
		},
		run: (call) =>
			new Promise((resolve, reject) => {
				settle = { resolve, reject };
				thread.post(call);
			}),
		stop() {
			end(cancelled());
			thread.end();
		},
	};
}

/** In the thread: does a task on the image that was opened by the recipe. Never rejects. */
export async function replyTo(
	call: TaskCall,
	opened: Promise<Image>,
	context: TaskContext = {},
): Promise<ThreadReply> {
	try {
		return { result: await perform(call, await opened, context) };
	} catch (error) {
		return { why: failureInfo(error) };
	}
}
