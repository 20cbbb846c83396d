/** How the engine spends memory and time, for commands that go through whole images. */
import { setFlagsFromString } from "node:v8";

/**
 * Leaves the space for new objects as small as it begins. It doubles whenever it fills up, to 48 MB in
 * the end, and who makes objects all the time and drops them at once is no faster for that. It holds
 * for the whole process, and each new thread puts it back: so threads ask for it, too.
 */
export const keepYoungSpaceSmall = (): void => setFlagsFromString("--semi-space-growth-factor=1");

/**
 * Compiles for speed later, and less at once: functions run four times as long before, and take a
 * third of the others with them into their own code. Much of the code of a check runs for some
 * milliseconds only: that compiler took a fifth of all time of the processor, for code that had done
 * its work. It holds for the whole process.
 */
export function compileLess(): void {
	setFlagsFromString("--interrupt-budget=280000");
	setFlagsFromString("--max-inlined-bytecode-size-cumulative=300");
}
