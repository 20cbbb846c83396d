/** What the network did, in words and lists. */
import type { Range } from "../../../base/range";
import { countText, percentText, sizeText } from "../../../base/words";
import type { Network } from "../../../worker/protocol";
import { hexText } from "../../widgets/offsets.model";

export type LogEntry = Network["log"][number];

/** Requests that ended this close to the newest one belong to the same burst. */
const BURST_MS = 1500;

const endOf = (entry: LogEntry): number => entry.began + (entry.took ?? 0);

/** Ranges of the last burst of requests: what the latest click has fetched. */
export function latestRanges(log: readonly LogEntry[]): Range[] {
	const done = log.filter((entry) => entry.state === "done");
	const newest = Math.max(...done.map(endOf));
	return done.filter((entry) => newest - endOf(entry) <= BURST_MS);
}

export const waitingRanges = (log: readonly LogEntry[]): LogEntry[] =>
	log.filter((entry) => entry.state === "waiting");

/** `97 %`, or a dash before the first read. */
export function hitRateText({ hits, misses }: Pick<Network, "hits" | "misses">): string {
	const reads = hits + misses;
	if (reads === 0) return "–";
	return percentText(hits / reads);
}

/** `48 ms`, `1.2 s`. */
export function durationText(ms: number | undefined): string {
	if (ms === undefined) return "–";
	return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/** `0.8 s` after the image was opened. */
export const momentText = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

/** What the status of an answer means, of those that servers give to these requests. */
const STATUS: Readonly<Record<number, string>> = {
	200: "200 (whole file)",
	206: "206 (partial content)",
};

const statusText = (status: number | undefined): string =>
	status === undefined ? "done" : (STATUS[status] ?? String(status));

/** How one request stands, with what the server said. */
export function stateText(entry: LogEntry): string {
	const { state, status, error, attempt, start, end, bytes } = entry;
	const again = attempt > 1 ? `, attempt ${attempt}` : "";
	if (state === "waiting") return `under way${again}`;
	if (state === "cancelled") return "stopped";
	if (state === "failed") return `failed: ${error ?? status ?? "no answer"}${again}`;
	const short = end > 0 && bytes < end - start ? `, only ${sizeText(bytes)}` : "";
	return `${statusText(status)}${short}${again}`;
}

/** What was asked for; downloads of a whole file have no end. */
export const askedText = ({ start, end }: Range): string =>
	end === 0 ? "whole file" : sizeText(end - start);

/** The map for those who do not see it. */
export function mapText({ fetched, size }: Pick<Network, "fetched" | "size">): string {
	const MOST = 12;
	const bytes = fetched.reduce((sum, { start, end }) => sum + end - start, 0);
	const list = fetched
		.slice(0, MOST)
		.map(({ start, end }) => `${hexText(start)} to ${hexText(end)}`)
		.join(", ");
	const more = fetched.length > MOST ? `, and ${countText(fetched.length - MOST)} more` : "";
	const where = fetched.length > 0 ? `: bytes ${list}${more}` : "";
	return `${sizeText(bytes)} of ${sizeText(size)} fetched${where}.`;
}
