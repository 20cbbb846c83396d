/**
 * Going to the inode that was selected elsewhere: another row of the file tree shows its
 * bytes, unless the user does not want that or the same step chose bytes itself (a followed
 * pointer, back and forward).
 */
import { useEffect, useRef } from "react";
import { parseSpace } from "../../../../base/space";
import { navigate, type Place, usePlace } from "../../../state/location";
import { usePrefs } from "../../../state/prefs";
import { contentsSpace, type Focus } from "../data/queries";

const inodeKey = ({ path, nid }: Place): string => path ?? `nid ${nid}`;
const bytesKey = ({ space, at }: Place): string => `${space} ${at?.start}-${at?.end}`;

export function useFollowSelection(focus: Focus): void {
	const place = usePlace();
	const follows = usePrefs((s) => s.hexFollows);
	const before = useRef<Place>(undefined);
	const due = useRef(false);

	useEffect(() => {
		const last = before.current;
		before.current = place;
		if (!last) due.current = place.at === undefined;
		else if (inodeKey(last) !== inodeKey(place)) due.current = bytesKey(last) === bytesKey(place);
	}, [place]);

	useEffect(() => {
		const { detail } = focus;
		if (!due.current || !detail) return;
		due.current = false;
		if (!follows) return;
		const contents = contentsSpace(focus);
		if (contents && parseSpace(place.space)?.kind === "file") {
			const at = { start: 0, end: 1 };
			if (place.space !== contents.id) navigate({ space: contents.id, at }, { replace: true });
			return;
		}
		const { space, start, end } = detail.at;
		navigate({ space, at: { start, end } }, { replace: true });
	}, [focus, follows, place]);
}
