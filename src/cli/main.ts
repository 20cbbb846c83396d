/** The program: connects one run to this process. */
import { run } from "./run";
import { StreamTerminal } from "./terminal";

const terminal = new StreamTerminal({
	stdout: process.stdout,
	stderr: process.stderr,
	now: () => performance.now(),
});

// The first time, work ends in good order; the second time, at once.
process.once("SIGINT", () => terminal.interrupt());

process.exitCode = await run(process.argv.slice(2), terminal);
