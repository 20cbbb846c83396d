/** Saves all of a table, not only what is on the page. */
import { Download } from "lucide-react";
import type { TableForm } from "../../../../worker/protocol";
import { type JobContext, useJobs } from "../../../state/jobs";
import { offerFile } from "../../../state/save";
import { IconButton } from "../../../widgets/Button";
import { Menu, MenuItem } from "../../../widgets/Menu";

interface SaveTableProps {
	/** What is in it. */
	readonly name: string;
	make(as: TableForm, context: JobContext): Promise<{ readonly file: File }>;
}

export function SaveTable({ name, make }: SaveTableProps) {
	const save = (as: TableForm) =>
		void useJobs.getState().run(`List ${name}`, async (context) => {
			offerFile((await make(as, context)).file);
			return [];
		});
	return (
		<Menu align="end" trigger={<IconButton small icon={Download} label="Save this list" />}>
			<MenuItem onSelect={() => save("csv")}>As CSV</MenuItem>
			<MenuItem onSelect={() => save("json")}>As JSON</MenuItem>
		</Menu>
	);
}
