/** The way that the place asks for, its steps, and going along them. */
import { useQuery } from "@tanstack/react-query";
import { isFile } from "../../../base/space";
import { formatWalk, type WalkTo } from "../../../base/way";
import type { Walk } from "../../../worker/protocol";
import type { OpenImage } from "../../state/image";
import { navigate, usePlace } from "../../state/location";
import { useOwners } from "../../state/owners";
import { placeOfStep } from "./walk.model";

export interface Walking {
	readonly to: WalkTo;
	readonly walk: Walk;
	/** Counted from 1; 0 before the first. */
	readonly step: number;
	/** @param replace in the present entry of the history: while it plays by itself */
	go(step: number, options?: { readonly replace?: boolean }): void;
}

export function useWalk(image: OpenImage, to: WalkTo) {
	const { step = 0 } = usePlace();
	const cost = useCost(image, to);
	const query = useQuery({
		queryKey: [image.key, "walk", formatWalk(to)],
		enabled: cost === 0,
		staleTime: Number.POSITIVE_INFINITY,
		queryFn: ({ signal }) => image.client.call("walk", to, { signal }),
	});
	const { data: walk, error } = query;
	const walking: Walking | undefined = walk && {
		to,
		walk,
		step: Math.min(step, walk.steps.length),
		go: (next, options) => navigate(placeOfStep(walk, to, next), options),
	};
	return { walking, error, cost, retry: () => void query.refetch() };
}

/** Bytes that must be fetched before anything can be said; undefined while that is not known. */
function useCost(image: OpenImage, to: WalkTo): number | undefined {
	const found = useOwners(image).state === "done";
	// A way along names needs only what lies on it.
	const isNamed = "path" in to || isFile(to.space);
	const free = found || !image.overview.remote || isNamed;
	const { data } = useQuery({
		queryKey: [image.key, "walk cost"],
		enabled: !free,
		queryFn: ({ signal }) => image.client.call("ownersCost", {}, { signal }),
	});
	return free ? 0 : data?.bytes;
}
