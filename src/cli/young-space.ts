/** Memory of the engine, for commands that go through whole images. */
import { setFlagsFromString } from "node:v8";

/**
 * Leaves the space for new objects as small as it begins. It doubles whenever it fills up, to 48 MB in
 * the end, and who makes objects all the time and drops them at once is no faster for that. It holds
 * for the whole process, and each new thread puts it back: so threads ask for it, too.
 */
export const keepYoungSpaceSmall = (): void => setFlagsFromString("--semi-space-growth-factor=1");
