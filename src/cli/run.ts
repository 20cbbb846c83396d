/** One run of the program: words in, exit status out. */

import { availableParallelism } from "node:os";
import { Failure, findingOf, isCancelled } from "../base/errors";
import { toJson } from "../base/json";
import { type PoolOptions, poolFor } from "../pool/choose";
import { type UnitOptions, unitPlacesFor } from "../pool/choose-units";
import type { Pool } from "../pool/pool";
import { parseArguments } from "./arguments";
import { breather } from "./breathe";
import { EXIT, loadAll, type Question, UsageError } from "./command";
import { commands } from "./commands/index";
import { Findings } from "./findings";
import { commandHelp, generalHelp } from "./help";
import { open, openFile } from "./open";
import { sha256 } from "./sha256";
import type { StreamTerminal } from "./terminal";
import { isSystemError } from "./trouble";

/** Starts threads. */
export interface Starters {
	readonly ofImage: PoolOptions<string>["spawn"];
	readonly ofUnits: UnitOptions<string>["start"];
}

const NO_SLOT = "the device table has no slot for it";

/** Never rejects. */
export async function run(
	words: readonly string[],
	terminal: StreamTerminal,
	start?: Starters,
): Promise<number> {
	const findings = new Findings();
	let status: number;
	try {
		status = await attempt(words, terminal, findings, start);
	} catch (error) {
		// Work that was ended for want of a place to write knows only that it was ended.
		status = explain(terminal.trouble ?? error, terminal);
	}
	terminal.clear();
	for (const line of findings.lines()) terminal.err(line);
	if (status !== EXIT.OK) return status;
	if (findings.incomplete) return EXIT.TROUBLE;
	return findings.damaged ? EXIT.DAMAGE : EXIT.OK;
}

async function attempt(
	words: readonly string[],
	terminal: StreamTerminal,
	{ report, note }: Findings,
	start: Starters | undefined,
): Promise<number> {
	const parsed = await parseArguments(words, commands);
	if (parsed.kind === "help") {
		const { command } = parsed;
		await terminal.out(command ? commandHelp(command) : generalHelp(await loadAll(commands)));
		return EXIT.OK;
	}
	const { command, args, values, offset, image: name } = parsed;
	const question: Question = { name, args, values, offset, terminal };
	const tellProgram = (error: unknown) => tellAsJson(question, terminal, error);
	if ("runOnFile" in command) {
		const { close, findings, ...file } = await openFile({ ...parsed, terminal }).catch(tellProgram);
		for (const finding of findings) report(finding);
		await command
			.runOnFile(question, { ...file, report, note })
			.catch(tellProgram)
			.finally(close);
		return EXIT.OK;
	}
	const { image, homes, recipe, found, unused, findings, close } = await open({
		...parsed,
		terminal,
	}).catch(async (error) => {
		if (error instanceof Failure && !isCancelled(error)) await command.unopened?.(question, error);
		return tellProgram(error);
	});
	if (found) terminal.err(`note: opened ${found}`);
	for (const name of unused) terminal.err(`note: ${name} is not used: ${NO_SLOT}`);
	for (const finding of findings) report(finding);
	if (!command.tellsFindings) for (const finding of image.findings) report(finding);
	// Where the superblock alone is all there is to be had, no result is complete.
	let status: number = image.trouble ? EXIT.TROUBLE : EXIT.OK;
	const conclude = (own: number) => {
		status = own;
	};
	const { signal } = terminal;
	let pool: Pool | undefined;
	const lazyPool = () => {
		// One is left to this thread: on two cores two threads take more memory, and no less time.
		const { jobs = availableParallelism() - 1 } = parsed;
		const context = { newHasher: sha256, signal, breathe: breather() };
		pool ??= poolFor(image, { recipe, spawn: start?.ofImage, threads: jobs, context });
		return pool;
	};
	let places: ReturnType<typeof unitPlacesFor> | undefined;
	const lazyUnits = () => {
		const { jobs = availableParallelism() } = parsed;
		const threads = { start: start?.ofUnits, threads: jobs - 1 };
		places ??= unitPlacesFor(image, { recipe, ...threads, signal });
		return places;
	};
	try {
		const own = { pool: lazyPool, units: lazyUnits, report, note, conclude };
		await command.run({ ...question, image, homes, ...own }).catch(tellProgram);
	} catch (error) {
		// The image could be opened, so what is wrong with it now is damage inside.
		const found = findingOf(error);
		if (!found) throw error;
		report(found);
		return image.trouble ? EXIT.TROUBLE : EXIT.DAMAGE;
	} finally {
		pool?.close();
		places?.close?.();
		await close();
	}
	return status;
}

/** Why there is nothing else, for programs: they read the output alone. @throws what it was given */
async function tellAsJson(
	{ values }: Question,
	terminal: StreamTerminal,
	error: unknown,
): Promise<never> {
	const isAsked = values.json === true && !terminal.hasWritten && !terminal.signal.aborted;
	if (isAsked && error instanceof Failure && !isCancelled(error)) {
		const { code, message, hint } = error.info;
		await terminal.out(`${toJson({ error: { code, message, hint } })}\n`);
	}
	throw error;
}

/** Says what went wrong, and which status that is. */
function explain(error: unknown, terminal: StreamTerminal): number {
	if (isCancelled(error)) {
		if (terminal.deserted) return EXIT.OK;
		terminal.err("erofs-explorer: interrupted");
		return EXIT.INTERRUPTED;
	}
	terminal.err(sentence(error));
	if (error instanceof UsageError) terminal.err("Try “erofs-explorer --help”.");
	return EXIT.TROUBLE;
}

function sentence(error: unknown): string {
	if (error instanceof Failure) {
		const { message, hint } = error.info;
		return `erofs-explorer: ${message}${hint ? ` ${hint}` : ""}`;
	}
	if (isSystemError(error)) return `erofs-explorer: ${error.message}`;
	if (error instanceof UsageError) return `erofs-explorer: ${error.message}`;
	const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
	return `erofs-explorer: this is a mistake of the program: ${stack}`;
}
