/** Building large parts of the page one after the other, so that it can answer in between. */
import { startTransition, useEffect, useState } from "react";

/**
 * True from the given rendering on, of those that follow the first one by themselves. Each is
 * cut into slices by React, and none has to build what the ones before have built.
 */
export function useStage(stage: number): boolean {
	const [reached, setReached] = useState(0);
	useEffect(() => {
		if (reached < stage) startTransition(() => setReached(reached + 1));
	}, [reached, stage]);
	return reached >= stage;
}
