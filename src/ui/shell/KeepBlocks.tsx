import { usePrefs } from "../state/prefs";
import { Checkbox } from "../widgets/Field";

/** Whether blocks of remote images opened from now on are kept. Off unless the user says so. */
export function KeepBlocks() {
	const keep = usePrefs((s) => s.keepBlocks);
	const set = usePrefs((s) => s.set);
	return (
		<Checkbox checked={keep} onChange={(on) => set("keepBlocks", on)}>
			Keep fetched blocks on this device for the next visit
		</Checkbox>
	);
}
