/** `parts --check`: whether what wrappers hold is what their checksums say, and unpacks. */
import { toJson } from "../../base/json";
import { counted, exactBytes } from "../../base/words";
import { type Compared, compareSums } from "../../containers/compare-sums";
import type { GivenFile, Question } from "../command";
import { Lines } from "../lines";
import { NODE_SUMS } from "../sums";
import { table } from "../table";
import { MOST_ENTRIES, missing } from "./parts-list";

export async function printCheck({ values, terminal }: Question, file: GivenFile): Promise<void> {
	const { place, tools, report, note } = file;
	const all: Compared[] = [];
	const tell = (compared: Compared): void => void all.push(compared);
	const comparing = { ...tools, tell, report, most: MOST_ENTRIES, begins: NODE_SUMS };
	const isAll = await compareSums(place, comparing);
	terminal.clear();
	const lines = new Lines(terminal);
	if (values.json) await lines.add(toJson(all, 2));
	else {
		for (const line of table(all.map(rowOf), ["left", "left", "left", "left", "right"])) {
			await lines.add(line);
		}
		await lines.add(summary(all));
	}
	await lines.flush();
	const unread = all.filter(({ outcome }) => outcome === "unread").length;
	if (!isAll) note(missing("There are more parts than were looked at."));
	if (unread > 0) note(missing(`${counted(unread, "comparison")} could not be made.`));
}

const WORDS = { right: "right", wrong: "WRONG", unread: "not compared" } as const;

const rowOf = ({ chain, of, kind, outcome, why, bytes }: Compared): string[] => [
	...[WORDS[outcome], chain || ".", kind ?? (outcome === "unread" ? "" : "unpacks"), of],
	...[exactBytes(bytes), why ?? ""],
];

const NOTHING =
	"No wrapper in it has checksums of what it holds, and nothing is packed. Headers are checked whenever they are read.";

function summary(all: readonly Compared[]): string {
	if (all.length === 0) return NOTHING;
	const count = (outcome: Compared["outcome"]) =>
		all.filter((one) => one.outcome === outcome).length;
	const [right, wrong, unread] = [count("right"), count("wrong"), count("unread")];
	return `${counted(all.length, "comparison")}: ${right} right, ${wrong} wrong, ${unread} could not be made.`;
}
