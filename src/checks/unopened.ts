/** The result of a check of something that cannot be opened: the reason, and that nothing was looked at. */
import type { Failure } from "../base/errors";
import type { Finding } from "../base/finding";
import { span } from "../base/range";
import { IMAGE_SPACE } from "../base/space";
import { sbField } from "../erofs/superblock";
import { type Level, Tally } from "./coverage";
import type { Checked } from "./run";

export function unopened(why: Failure, level: Level, path: string): Checked {
	const tally = new Tally(level, path);
	tally.lack("the image", why.message);
	const found = why.info.finding ?? fileFinding(why);
	return { findings: found ? [found] : [], more: 0, checked: tally.coverage, stopped: why };
}

/** Codes of files in which no superblock can be. */
const NO_ROOM = ["empty-file", "too-short"];

/** What is wrong with a file that is no image; undefined when the file itself cannot be read. */
function fileFinding({ kind, message, info }: Failure): Finding | undefined {
	if (kind !== "corrupt") return undefined;
	const { code = "", at = span(IMAGE_SPACE, 0, 0), seen, allowed } = info;
	const values = seen && allowed ? { seen, allowed } : {};
	const about = { code, severity: "error", text: message, ...values } as const;
	if (!NO_ROOM.includes(code)) return { ...sbField("magic"), ...about };
	return { ...about, structure: "image", field: "size", at };
}
