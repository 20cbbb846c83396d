/** From words on the command line to a command, its arguments and its options. */
import { parseArgs } from "node:util";
import { isBlockSize } from "../erofs/superblock";
import { COMMON_OPTIONS, type Command, type Commands, UsageError, type Values } from "./command";

/** What is to be opened, in the words of the user. */
export interface Given {
	/** File or address. */
	readonly image: string;
	/** Files or addresses, slot 1 of the device table first. */
	readonly devices: readonly string[];
	/** Files or addresses of further pieces of the wrapper. */
	readonly others: readonly string[];
	/** Byte of the file at which the volume starts. */
	readonly offset: number;
	/** Leads to a part; empty when none is named. */
	readonly chain: string;
	/** Bytes to which one packed file may be unpacked. */
	readonly unpackLimit?: number;
	/** Set when the user insists. */
	readonly force?: Force;
}

interface Run extends Given {
	readonly kind: "run";
	readonly command: Command;
	readonly args: readonly string[];
	readonly values: Values;
	/** Threads that read contents; as many as the machine can run when left out. */
	readonly jobs?: number;
}

export type Parsed = { readonly kind: "help"; readonly command?: Command } | Run;

/** How to open what would be refused. */
export interface Force {
	/** Blocks of 2^N bytes; absent when the most sensible size is to be found. */
	readonly blkszbits?: number;
}

/** @throws UsageError in words for the user. */
export async function parseArguments(
	words: readonly string[],
	commands: Commands,
): Promise<Parsed> {
	const [name, ...rest] = words;
	if (name === "--help" || name === "-h" || name === "help") {
		const command = await commands.get(rest[0] ?? "")?.();
		return { kind: "help", ...(command ? { command } : {}) };
	}
	if (name === undefined) throw new UsageError("A command is expected.");
	const command = await commands.get(name)?.();
	if (!command) throw new UsageError(`There is no command “${name}”.`);
	const { values, positionals } = parse(command, rest);
	if (values.help) return { kind: "help", command };
	const [image, ...args] = positionals;
	if (!image) throw new UsageError("IMAGE is missing.");
	const [fewest, most] = command.args;
	if (args.length < fewest) throw new UsageError(`Too few arguments: ${command.synopsis}`);
	if (args.length > most) {
		throw new UsageError(`Too many arguments, from “${args[most]}” on: ${command.synopsis}`);
	}
	const misuse = command.misuse?.(args, values);
	if (misuse) throw new UsageError(misuse);
	return {
		kind: "run",
		command,
		image,
		args,
		values,
		devices: textsOf(values.device),
		others: textsOf(values.with),
		offset: wholeNumber("--offset", values.offset),
		chain: typeof values.in === "string" ? values.in : "",
		...(values["unpack-limit"] === undefined
			? {}
			: { unpackLimit: wholeNumber("--unpack-limit", values["unpack-limit"]) }),
		...jobsOf(values),
		...forceOf(values),
	};
}

const textsOf = (value: Values[string]): string[] =>
	Array.isArray(value) ? value.map(String) : [];

function jobsOf({ jobs }: Values): { readonly jobs?: number } {
	if (jobs === undefined) return {};
	if (/^[1-9]\d{0,3}$/.test(String(jobs))) return { jobs: Number.parseInt(String(jobs), 10) };
	throw new UsageError(`--jobs expects a number from 1 to 9999, not “${jobs}”.`);
}

function forceOf({ force, "block-size": size }: Values): { readonly force?: Force } {
	if (size === undefined) return force ? { force: {} } : {};
	if (!force) throw new UsageError("--block-size expects --force.");
	const blkszbits = Math.log2(wholeNumber("--block-size", size));
	if (isBlockSize(blkszbits) && Number.isInteger(blkszbits)) return { force: { blkszbits } };
	throw new UsageError("--block-size expects a power of two from 512 to 65536.");
}

function parse(command: Command, words: string[]): { values: Values; positionals: string[] } {
	const options = Object.fromEntries(
		Object.entries({ ...command.options, ...COMMON_OPTIONS }).map(
			([name, { type, short, multiple }]) => [
				name,
				{ type, ...(short ? { short } : {}), ...(multiple ? { multiple } : {}) },
			],
		),
	);
	try {
		return parseArgs({ args: words, options, allowPositionals: true });
	} catch (error) {
		if (error instanceof TypeError) throw new UsageError(error.message);
		throw error;
	}
}

/** Decimal, or hexadecimal with 0x; 0 when it is not given. */
export function wholeNumber(name: string, text: Values[string]): number {
	if (text === undefined) return 0;
	const number = typeof text === "string" && /^(0x[0-9a-f]+|\d+)$/i.test(text) ? Number(text) : -1;
	if (Number.isSafeInteger(number) && number >= 0) return number;
	throw new UsageError(`${name} expects a number of bytes, not “${text}”.`);
}
