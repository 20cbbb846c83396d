/** Blocks of remote images that are kept on this device: which, how much, and away with them. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import { failureInfo } from "../../base/errors";
import { sizeText, timeText } from "../../base/words";
import type { Client } from "../../worker/client";
import { useImage } from "../state/image";
import { IconButton } from "../widgets/Button";
import { FailureNotice } from "../widgets/FailureNotice";
import "./kept.css";

export function KeptList({ client }: { readonly client: Client }) {
	const { data, refetch } = useQuery({
		queryKey: ["kept"],
		queryFn: ({ signal }) => client.call("keptImages", {}, { signal }),
		staleTime: 0,
	});
	const forget = useMutation({
		mutationFn: (url: string) => client.call("forgetKept", { url }),
		onSettled: () => refetch(),
	});
	const open = useImage((s) => s.image?.origin.urls);
	if (!data) return null;
	if (data.images.length === 0) return <p className="kept-none">Nothing is kept so far.</p>;
	return (
		<>
			<ul className="kept">
				{data.images.map(({ url, bytes, used }) => (
					<KeptRow
						key={url}
						url={url}
						facts={`${sizeText(bytes)}, last opened ${timeText(used / 1000).slice(0, 10)}`}
						inUse={open?.includes(url) ?? false}
						busy={forget.isPending}
						forget={() => forget.mutate(url)}
					/>
				))}
			</ul>
			{forget.error && (
				<FailureNotice title="The blocks could not be deleted" info={failureInfo(forget.error)} />
			)}
		</>
	);
}

interface KeptRowProps {
	readonly url: string;
	readonly facts: string;
	/** Of the open image, which then goes on without them. */
	readonly inUse: boolean;
	readonly busy: boolean;
	forget(): void;
}

const KeptRow = ({ url, facts, inUse, busy, forget }: KeptRowProps) => (
	<li>
		<span className="mono">{url}</span>
		<span className="kept-facts">{inUse ? `${facts}, open now` : facts}</span>
		<IconButton small icon={Trash2} label={`Delete ${url}`} disabled={busy} onClick={forget} />
	</li>
);
