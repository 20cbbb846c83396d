/** All commands, in the order of the help. A new one is a file and a line here. */
import type { Commands } from "../command";

/** Only what is asked for is loaded. */
export const commands: Commands = new Map([
	["info", async () => (await import("./info")).info],
	["ls", async () => (await import("./ls")).ls],
	["stat", async () => (await import("./stat")).stat],
	["cat", async () => (await import("./cat")).cat],
	["extract", async () => (await import("./extract")).extract],
	["manifest", async () => (await import("./manifest")).manifest],
	["check", async () => (await import("./check")).check],
	["map", async () => (await import("./map")).map],
	["space", async () => (await import("./space")).space],
	["parts", async () => (await import("./parts")).parts],
	["layers", async () => (await import("./layers")).layers],
	["search", async () => (await import("./search")).search],
]);
