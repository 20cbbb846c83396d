/** "How do I get here?": the byte to which the way is shown is part of the place. */
import type { SpaceId } from "../../base/range";
import { navigate } from "./location";

/** Shows the way to a byte, before its first step. */
export const startWalk = (space: SpaceId, offset: number): void =>
	navigate({ walk: { space, offset }, step: undefined });

export const endWalk = (): void => navigate({ walk: undefined, step: undefined });
