/** Runs of the command line inside a test. */
import { Writable } from "node:stream";
import type { TestImage } from "../testing/image-set";
import { run } from "./run";
import { StreamTerminal } from "./terminal";

export interface Ended {
	readonly status: number;
	readonly out: Buffer;
	/** Standard output as text. */
	readonly text: string;
	/** Standard error, a line each. */
	readonly err: readonly string[];
}

class Sink extends Writable {
	readonly pieces: Buffer[] = [];

	override _write(piece: Buffer, _: string, done: () => void): void {
		this.pieces.push(Buffer.from(piece));
		done();
	}

	get bytes(): Buffer {
		return Buffer.concat(this.pieces);
	}
}

export interface Setting {
	/** Standard error is a terminal that somebody watches. */
	readonly isTTY?: boolean;
	/** Called with the terminal before the run begins. */
	prepare?(terminal: StreamTerminal): void;
	readonly stdout?: Writable;
}

export async function cliWith(setting: Setting, ...words: string[]): Promise<Ended> {
	const stdout = new Sink();
	const stderr = Object.assign(new Sink(), { isTTY: setting.isTTY ?? false });
	// Each look at the clock is a second later, so that progress is always due.
	let now = 0;
	const tick = () => {
		now += 1000;
		return now;
	};
	const terminal = new StreamTerminal({ stdout: setting.stdout ?? stdout, stderr, now: tick });
	setting.prepare?.(terminal);
	const status = await run(words, terminal);
	const err = stderr.bytes.toString("utf8").split("\n").filter(Boolean);
	return { status, out: stdout.bytes, text: stdout.bytes.toString("utf8"), err };
}

export const cli = (...words: string[]): Promise<Ended> => cliWith({}, ...words);

/** IMAGE with its options, for a test image. */
export const imageWords = ({ file, devices, offset }: TestImage): string[] => [
	file,
	...devices.flatMap((device) => ["--device", device]),
	...(offset ? ["--offset", String(offset)] : []),
];
