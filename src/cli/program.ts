/** The program: connects one run to this process. */
import { constants } from "node:os";
import { EXIT } from "./command";
import { run } from "./run";
import { StreamTerminal } from "./terminal";
import { spawnThread } from "./threads";
import { startUnitThread } from "./unit-threads";

export async function main(): Promise<void> {
	const terminal = new StreamTerminal({
		stdout: process.stdout,
		stderr: process.stderr,
		now: () => performance.now(),
	});
	let stoppedBy: number | undefined;

	// The first time, work ends in good order and takes back what is half done; the second time, at once.
	for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
		process.once(name, () => {
			stoppedBy = constants.signals[name];
			terminal.interrupt();
		});
	}

	const status = await run(process.argv.slice(2), terminal, {
		ofImage: spawnThread,
		ofUnits: startUnitThread,
	});
	// As shells count it: 128 and the number of the signal.
	process.exitCode = status === EXIT.INTERRUPTED && stoppedBy ? 128 + stoppedBy : status;
}
