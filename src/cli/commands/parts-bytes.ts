/** `parts --bytes`: whose each byte of a wrapper is. */
import { toJson } from "../../base/json";
import type { Range } from "../../base/range";
import type { ByteSource } from "../../base/source";
import { countText, exactBytes } from "../../base/words";
import { type Outline, outlineOf, type Stretch } from "../../containers/outline";
import { natureAt, openWrapper } from "../../containers/places";
import { type GivenFile, type Question, UsageError } from "../command";
import { Lines } from "../lines";
import { table } from "../table";
import { MOST_ENTRIES, missing } from "./parts-list";

/** Bytes of nobody that are read, in all, to see whether they are zeros. */
const MOST_READ = 64 << 20;
const AT_ONCE = 1 << 20;

/** A stretch, and of nobody's bytes whether they are all zeros; absent where that was not read. */
type Told = Stretch & { readonly zeros?: boolean };

export async function printBytes({ values, terminal }: Question, file: GivenFile): Promise<void> {
	const { place, tools, report, note } = file;
	const { wrapper, what } = await natureAt(place, { ...tools, tail: true });
	if (!wrapper || place.isFolder)
		throw new UsageError(
			`This is ${what ?? "nothing that is known"}: it has no parts in its bytes.`,
		);
	const contents = await openWrapper(wrapper, place, tools);
	const { stretches, unplaced } = await outlineOf(place, contents, {
		signal: terminal.signal,
		most: MOST_ENTRIES,
	});
	const lines = new Lines(terminal);
	const told: Told[] = [];
	for await (const one of withZeros(place.source, stretches, terminal.signal)) told.push(one);
	for (const { findings } of contents.readings) for (const finding of findings) report(finding);
	terminal.clear();
	if (values.json) await lines.add(toJson({ stretches: told, unplaced }, 2));
	else for (const line of bytesTable(told)) await lines.add(line);
	await lines.flush();
	if (unplaced > 0)
		note(missing(`For ${countText(unplaced)} of the parts it was not found out where they lie.`));
	if (told.some((one) => whoseText(one).includes(NOT_READ)))
		note(missing(`Of bytes that nobody has only ${exactBytes(MOST_READ)} were read.`));
}

async function* withZeros(
	source: ByteSource,
	stretches: Outline["stretches"],
	signal: AbortSignal,
): AsyncGenerator<Told, void, void> {
	let left = MOST_READ;
	for (const one of stretches) {
		const size = one.end - one.start;
		const isNobodys = one.header === undefined && one.parts.length === 0;
		if (!isNobodys || size > left) {
			yield one;
			continue;
		}
		left -= size;
		yield { ...one, zeros: await areZeros(source, one, signal) };
	}
}

async function areZeros(source: ByteSource, { start, end }: Range, signal: AbortSignal) {
	for (let at = start; at < end; at += AT_ONCE) {
		const bytes = await source.read(at, Math.min(end, at + AT_ONCE), signal);
		if (bytes.some((byte) => byte !== 0)) return false;
	}
	return true;
}

const bytesTable = (stretches: readonly Told[]): string[] =>
	table(
		stretches.map((one) => [
			`${one.start}..${one.end}`,
			countText(one.end - one.start),
			...whoseText(one),
		]),
		["right", "right"],
	);

const NOT_READ = "not read";

function whoseText({ header, parts, zeros }: Told): [string, string] {
	const names = parts.map((name) => name || "the only part").join(", ");
	if (header !== undefined) return [`header ${header}`, names && `in ${names}`];
	if (parts.length > 0) return ["part", names];
	return ["unclaimed", zeros === undefined ? NOT_READ : zeros ? "zeros" : "not zeros"];
}
