/** Building large parts of the page one after the other, so that it can answer in between. */
import { type ReactNode, startTransition, useEffect, useState } from "react";

interface StagedProps {
	/** In which of the renderings that follow the first one by themselves the part is built. */
	readonly stage?: number;
	/** Stands there until then. */
	readonly before?: ReactNode;
	readonly children: ReactNode;
}

/**
 * A part that is built after what is around it. React cuts such a rendering into slices, and
 * it need not build again what the ones before have built.
 */
export function Staged({ stage = 1, before = null, children }: StagedProps) {
	const [reached, setReached] = useState(0);
	useEffect(() => {
		if (reached < stage) startTransition(() => setReached(reached + 1));
	}, [reached, stage]);
	return reached >= stage ? children : before;
}
