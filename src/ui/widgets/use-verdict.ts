import { useMemo } from "react";
import { useCheck, usePartCheck, useUntold } from "../state/check";
import { useUnlisted } from "../state/findings";
import { useTally } from "../state/groups";
import type { OpenImage } from "../state/image";
import { useLooked } from "../state/looked";
import { useSurvey } from "../state/survey";
import { type Coverage, coverageOf, type Verdict, verdictOf } from "./coverage.model";

/** What was checked of the image so far. */
export function useCoverage(image: OpenImage): readonly Coverage[] {
	const { state, progress, result } = useSurvey(image);
	const looked = useLooked(image);
	const check = useCheck(image).result?.checked;
	const part = usePartCheck(image).result?.checked;
	const inodes = progress?.done ?? 0;
	return useMemo(
		() => coverageOf(image.overview, { state, inodes, result }, looked, check, part),
		[image, state, inodes, result, looked, check, part],
	);
}

/** What was found in it, and what that can be relied on for. */
export function useVerdict(image: OpenImage): Verdict {
	const tally = useTally(image);
	const coverage = useCoverage(image);
	const isCut = useUnlisted(image) + useUntold(image) > 0;
	return useMemo(() => verdictOf(tally, coverage, isCut), [tally, coverage, isCut]);
}
