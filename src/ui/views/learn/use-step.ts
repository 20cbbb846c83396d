/** Going to steps, and what a step tells of the open image. */
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { failureInfo } from "../../../base/errors";
import type { OpenImage } from "../../state/image";
import { useProgress } from "../../state/learn";
import { currentPlace, navigate } from "../../state/location";
import { type Origin, originOf } from "../../state/origin";
import { isOfStep, isOwn, type LessonAt, placeOfStep, placeOfTold } from "./learn.model";

/** Opens the sample of a step, or the reader's image, when another is open. */
export function useGoToStep(image: OpenImage | undefined): (at: LessonAt) => void {
	const mine = useProgress((s) => s.own);
	const remember = useProgress((s) => s.rememberOwn);
	return (at) => {
		const here = originOf(currentPlace());
		const open = image && here;
		if (isOwn(image?.origin)) remember(here);
		navigate(placeOfStep(at, open, mine));
	};
}

/** Whether an image is the one that a step speaks of. */
export const isThereIn = (origin: Origin, at: LessonAt): boolean =>
	at.own ? isOwn(origin) : isOfStep(origin, at);

/** What the step tells; its bytes are selected once that is known. */
export function useTold(image: OpenImage | undefined, at: LessonAt) {
	const there = image !== undefined && isThereIn(image.origin, at);
	const { lesson, step, own } = at;
	const query = useQuery({
		queryKey: [image?.key, "lesson", lesson.id, step, own],
		enabled: there,
		queryFn: ({ signal }) => {
			const asked = { lesson: lesson.id, step, own };
			return (image as OpenImage).client.call("lesson", asked, { signal });
		},
	});
	const { data: told, error, refetch } = query;
	useEffect(() => {
		if (told) navigate(placeOfTold(told), { replace: true });
	}, [told]);
	return {
		told,
		there,
		failure: error ? failureInfo(error) : undefined,
		retry: () => void refetch(),
	};
}
