/** Who owns which bytes, for commands that tell of all of them. */
import { counted } from "../base/words";
import { Census } from "../census/census";
import { Scan } from "../census/scan/scan";
import { tellDamaged } from "../checks/damaged";
import { own } from "../ownership/build";
import type { Ownership } from "../ownership/ownership";
import { breather } from "./breathe";
import type { Call } from "./command";
import { missingNote, noteMissingDevices } from "./missing";

/** What is damaged or not given is reported. @throws Failure `io`, `cancelled` */
export async function takeOwners(call: Call): Promise<Ownership> {
	const { image, terminal, report, note } = call;
	const { signal, progress } = terminal;
	noteMissingDevices(call);
	const breathe = breather();
	const scan = await Scan.of(image, { withTree: true });
	const census = new Census(image, { report, scan });
	const tree = await census.take({
		signal,
		breathe() {
			const done = census.tree.inodes.count;
			progress({ phase: "Reading the tree", done, unit: "inodes" });
			return breathe();
		},
	});
	const total = tree.inodes.count;
	const damaged = new Set<number>();
	const owners = await own(image, tree, {
		scan,
		signal,
		breathe,
		onDamaged: (row) => damaged.add(row),
		unread: (why) => note(missingNote(why)),
		onInodes: (done) => progress({ phase: "Finding owners", done, total, unit: "inodes" }),
	});
	const more = await tellDamaged(owners.inhabitants, damaged, report, { signal, breathe });
	if (more > 0) {
		const text = `${counted(more, "more inode is", "more inodes are")} damaged; “check” tells of all.`;
		note({ path: new Uint8Array(), text, kind: "damage" });
	}
	for (const text of owners.shortfalls) note({ path: new Uint8Array(), text, kind: "missing" });
	return owners;
}
