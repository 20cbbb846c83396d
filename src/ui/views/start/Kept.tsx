import { useEffect, useState } from "react";
import type { Client } from "../../../worker/client";
import { KeptList } from "../../shell/KeptList";
import { startWorker, useImage } from "../../state/image";
import { Disclosure } from "../../widgets/Disclosure";

/** What is kept, also for those who keep nothing any more; asked only when they want to know. */
export function Kept() {
	const [open, setOpen] = useState(false);
	return (
		<Disclosure summary="What is kept" onToggle={setOpen}>
			{open && <List />}
		</Disclosure>
	);
}

/** The worker of the open image holds its blocks: no other one could delete them. */
function List() {
	const image = useImage((s) => s.image);
	return image ? <KeptList client={image.client} /> : <ListWithoutImage />;
}

function ListWithoutImage() {
	const [client, setClient] = useState<Client>();
	useEffect(() => {
		const mine = startWorker();
		setClient(mine);
		return () => mine.close();
	}, []);
	return client && <KeptList client={client} />;
}
