import { beforeEach, expect, test } from "vitest";
import { cancelled, Failure } from "../../base/errors";
import { type JobContext, useJobs } from "./jobs";

const { run, dismiss } = useJobs.getState();
const jobs = () => useJobs.getState().jobs;

beforeEach(() => {
	for (const job of jobs()) dismiss(job.id);
});

test("a job reports progress, then its notes", async () => {
	let finish = (_: string[]) => {};
	const result = new Promise<string[]>((resolve) => {
		finish = resolve;
	});
	const ended = run("Download of a", ({ onProgress }) => {
		onProgress({ phase: "reading", done: 5, total: 10, unit: "bytes" });
		return result;
	});
	expect(jobs()).toMatchObject([
		{ label: "Download of a", state: "running", progress: { done: 5 } },
	]);
	finish(["renamed b"]);
	expect(await ended).toBe(true);
	expect(jobs()).toMatchObject([{ state: "done", notes: ["renamed b"] }]);
});

test("a failed job says why and stays until dismissed", async () => {
	const ended = run("x", () => Promise.reject(new Failure({ kind: "io", message: "File gone." })));
	expect(await ended).toBe(false);
	expect(jobs()).toMatchObject([{ state: "failed", why: { message: "File gone." } }]);
	dismiss(jobs()[0]!.id);
	expect(jobs()).toEqual([]);
});

test("dismissing a running job stops it and leaves nothing behind", async () => {
	const ended = run("x", ({ signal }: JobContext) => {
		return new Promise((_, reject) => {
			signal.addEventListener("abort", () => reject(cancelled()));
		});
	});
	dismiss(jobs()[0]!.id);
	expect(await ended).toBe(false);
	expect(jobs()).toEqual([]);
});

test("a job whose image is closed says so", async () => {
	const ended = run("Download of a", () => Promise.reject(cancelled()));
	expect(await ended).toBe(false);
	expect(jobs()).toMatchObject([{ state: "failed", why: { code: "image-closed" } }]);
});
