/** A place that is no other: the tasks run where they are asked for, on the image that is open there. */
import type { Image } from "../erofs/image";
import { type TaskCall, tasks } from "../tasks/index";
import type { Task, TaskContext } from "../tasks/task";
import { type Pool, poolOf } from "./pool";

/** Runs a task. @throws Failure as the task */
export const perform = ({ task, params }: TaskCall, image: Image, context: TaskContext) =>
	(tasks[task] as Task<typeof params, unknown>).run(image, params, context);

export const inlinePool = (image: Image, context: TaskContext): Pool =>
	poolOf(1, () => ({
		isAlive: true,
		run: (call) => perform(call, image, context),
		// What it runs has the signal of who runs it.
		stop() {},
	}));
