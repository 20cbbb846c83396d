/** "How do I get here?": what the way leads to that is shown is part of the place. */
import type { WalkTo } from "../../base/way";
import { navigate } from "./location";

/** Shows a way, before its first step. */
export const startWalk = (walk: WalkTo): void => navigate({ walk, step: undefined });

export const endWalk = (): void => navigate({ walk: undefined, step: undefined });
