/** What a command is. The list of them (commands/index.ts) makes help, parsing and running. */
import type { Failure } from "../base/errors";
import type { Report } from "../base/finding";
import type { UnitPlaces } from "../checks/unit-places";
import type { Homes, Place } from "../containers/near";
import type { Tools } from "../containers/unpack";
import type { Image } from "../erofs/image";
import type { TakeNote } from "../export/note";
import type { Pool } from "../pool/pool";
import type { Terminal } from "./terminal";

export const EXIT = { OK: 0, DAMAGE: 1, TROUBLE: 2, INTERRUPTED: 130 } as const;

export interface Option {
	readonly type: "string" | "boolean";
	readonly short?: string;
	/** May be given several times. */
	readonly multiple?: boolean;
	/** What its value is called in the help: FILE. */
	readonly value?: string;
	/** One line. */
	readonly doc: string;
}

export type OptionTable = Readonly<Record<string, Option>>;

/** What was given for each option: text, true, or all texts of one that may be repeated. */
export type Values = Readonly<
	Record<string, string | boolean | readonly (string | boolean)[] | undefined>
>;

/** What was asked for. */
export interface Question {
	/** As given on the command line. */
	readonly name: string;
	/** Positional arguments behind IMAGE. */
	readonly args: readonly string[];
	readonly values: Values;
	/** Byte of the file at which the volume starts. */
	readonly offset: number;
	readonly terminal: Terminal;
}

export interface Call extends Question {
	readonly image: Image;
	/** Where the image lies: in a file that was given, or in a part of it. */
	readonly homes: Homes;
	/** For work that reads everything, of a command with the option JOBS. */
	pool(): Pool;
	/** Who looks at compressed units beside this thread, which begin to start when it is called. */
	units(): UnitPlaces;
	/** Sets the exit status, for a command that tells its findings itself. */
	conclude(status: number): void;
	/** Damage met on the way. */
	readonly report: Report;
	/** Things that could not be done as asked. */
	readonly note: TakeNote;
}

interface AnyCommand {
	readonly name: string;
	/** What follows the name: "IMAGE PATH [-l]". */
	readonly synopsis: string;
	/** One line for the list of commands. */
	readonly summary: string;
	/** A paragraph for its own help. */
	readonly about: string;
	readonly options: OptionTable;
	/** Fewest and most positional arguments behind IMAGE. */
	readonly args: readonly [number, number];
	/** Combinations that make no sense, in words; undefined when all is well. */
	misuse?(args: readonly string[], values: Values): string | undefined;
}

/** Works on the image. */
export interface ImageCommand extends AnyCommand {
	run(call: Call): Promise<void>;
	/** Puts findings out itself, as its result: those of the opening too. */
	readonly tellsFindings?: true;
	/** The result for an image that cannot be opened, before the reason is told. */
	unopened?(question: Question, why: Failure): Promise<void>;
}

/** Works on the file as it is, or a part of it, whether or not it is an image. */
export interface FileCommand extends AnyCommand {
	runOnFile(question: Question, file: GivenFile): Promise<void>;
}

export interface GivenFile {
	readonly place: Place;
	readonly tools: Tools;
	readonly report: Report;
	/** Things that could not be done as asked. */
	readonly note: TakeNote;
}

export type Command = ImageCommand | FileCommand;

/** By name, each loaded when it is asked for. */
export type Commands = ReadonlyMap<string, () => Promise<Command>>;

export const loadAll = (commands: Commands): Promise<Command[]> =>
	Promise.all(Array.from(commands.values(), (load) => load()));

/** Options of every command. */
export const COMMON_OPTIONS: OptionTable = {
	device: {
		type: "string",
		multiple: true,
		value: "FILE",
		doc: "File or address of an extra device, in the order of the image's device table.",
	},
	in: {
		type: "string",
		value: "CHAIN",
		doc: "The part of IMAGE that is meant, as “parts” lists it: sparse/super/system_a.",
	},
	with: {
		type: "string",
		multiple: true,
		value: "FILE",
		doc: "Another file of the same wrapper: a further piece of a split sparse image, a further block device of a super image.",
	},
	"unpack-limit": {
		type: "string",
		value: "BYTES",
		doc: "How large a compressed file may become when it is unpacked; 16 GiB when it is not given.",
	},
	offset: {
		type: "string",
		value: "BYTES",
		doc: "Offset of the file system in IMAGE; decimal, or hexadecimal with 0x.",
	},
	force: {
		type: "boolean",
		doc: "Open IMAGE although its magic number or block size is wrong; what is wrong is told.",
	},
	"block-size": {
		type: "string",
		value: "BYTES",
		doc: "With --force: read it with blocks of so many bytes, whatever the superblock says.",
	},
	help: { type: "boolean", short: "h", doc: "Show this help." },
};

/** Of commands that read everything. */
export const JOBS = {
	jobs: {
		type: "string",
		short: "j",
		value: "N",
		doc: "How many threads read contents at the same time; as many as the machine can run beside the first one.",
	},
} as const satisfies OptionTable;

/** Wrong use of the command line; the message says what is expected. */
export class UsageError extends Error {}
