/** Help texts, made from the commands themselves. */
import { COMMON_OPTIONS, type Command, type OptionTable } from "./command";
import { table } from "./table";

const PROGRAM = "erofs-explorer";
const WIDTH = 80;
const USAGE = "Usage: ";

export function generalHelp(commands: readonly Command[]): string {
	return [
		`${USAGE}${PROGRAM} COMMAND IMAGE …`,
		"",
		...wrap("Reads EROFS images. IMAGE is a file, or the address (http, https) of one."),
		"",
		"Commands:",
		...table(commands.map(({ name, summary }) => [`  ${name}`, summary])),
		"",
		...wrap(`“${PROGRAM} COMMAND --help” tells more about one of them.`),
		"",
		"Exit status:",
		"    0  all is well",
		"    1  damage was found; what could be read was still put out",
		"    2  wrong usage, or the image cannot be read at all",
		"  130  interrupted",
		"",
	].join("\n");
}

export function commandHelp({ name, synopsis, about, options }: Command): string {
	const [first = "", ...rest] = wrap(`${PROGRAM} ${name} ${synopsis}`, USAGE.replace(/./g, " "));
	return [
		USAGE + first.trimStart(),
		...rest,
		"",
		...wrap(about),
		"",
		"Options:",
		...optionLines(options),
		...optionLines(COMMON_OPTIONS),
		"",
	].join("\n");
}

const optionLines = (options: OptionTable): string[] =>
	Object.entries(options).flatMap(([name, { short, value, doc }]) => [
		`  ${short ? `-${short}, ` : ""}--${name}${value ? ` ${value}` : ""}`,
		...wrap(doc, "      "),
	]);

/** Lines of at most 80 columns. */
function wrap(text: string, indent = ""): string[] {
	const lines: string[] = [];
	let line = indent;
	for (const word of text.split(" ")) {
		if (line.length + word.length + 1 > WIDTH) {
			lines.push(line);
			line = indent;
		}
		line += line === indent ? word : ` ${word}`;
	}
	return [...lines, line];
}
