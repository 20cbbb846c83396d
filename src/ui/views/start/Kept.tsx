import { useEffect, useState } from "react";
import type { Client } from "../../../worker/client";
import { KeptList } from "../../shell/KeptList";
import { startWorker } from "../../state/image";
import { usePrefs } from "../../state/prefs";
import { Disclosure } from "../../widgets/Disclosure";

/** What is kept, for those who let blocks be kept; asked only when they want to know. */
export function Kept() {
	const keep = usePrefs((s) => s.keepBlocks);
	const [open, setOpen] = useState(false);
	if (!keep) return null;
	return (
		<Disclosure summary="What is kept" onToggle={setOpen}>
			{open && <List />}
		</Disclosure>
	);
}

/** There may be no image whose worker could tell, so the list has one of its own. */
function List() {
	const [client, setClient] = useState<Client>();
	useEffect(() => {
		const mine = startWorker();
		setClient(mine);
		return () => mine.close();
	}, []);
	return client && <KeptList client={client} />;
}
