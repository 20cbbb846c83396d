import { useMutation, useQuery } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import { failureInfo } from "../../../base/errors";
import { sizeText, timeText } from "../../../base/words";
import type { OpenImage } from "../../state/image";
import { usePrefs } from "../../state/prefs";
import { IconButton } from "../../widgets/Button";
import { FailureNotice } from "../../widgets/FailureNotice";
import { Checkbox } from "../../widgets/Field";
import { Section } from "../../widgets/Section";

/** Blocks of remote images that are kept on this device: which, how much, and away with them. */
export function KeptBlocks({ image }: { readonly image: OpenImage }) {
	const keep = usePrefs((s) => s.keepBlocks);
	const set = usePrefs((s) => s.set);
	const { data, refetch } = useQuery({
		queryKey: [image.key, "kept"],
		queryFn: ({ signal }) => image.client.call("keptImages", {}, { signal }),
		staleTime: 0,
	});
	const images = data?.images ?? [];
	const forget = useMutation({
		mutationFn: (url: string) => image.client.call("forgetKept", { url }),
		onSettled: () => refetch(),
	});
	const inUse = image.inputs.map((input) => (input.kind === "url" ? input.url : undefined));
	const total = images.reduce((sum, { bytes }) => sum + bytes, 0);
	return (
		<Section title="Kept on this device" note={images.length > 0 && sizeText(total)}>
			<Checkbox checked={keep} onChange={(on) => set("keepBlocks", on)}>
				Keep fetched blocks of images opened from now on
			</Checkbox>
			{images.length > 0 && (
				<ul className="kept">
					{images.map(({ url, bytes, used }) => (
						<li key={url}>
							<span className="mono">{url}</span>
							<span className="kept-facts">
								{sizeText(bytes)},{" "}
								{inUse.includes(url)
									? "open now"
									: `last opened ${timeText(used / 1000).slice(0, 10)}`}
							</span>
							<IconButton
								small
								icon={Trash2}
								label={`Delete the blocks of ${url}`}
								disabled={forget.isPending}
								onClick={() => forget.mutate(url)}
							/>
						</li>
					))}
				</ul>
			)}
			{forget.error && (
				<FailureNotice title="The blocks could not be deleted" info={failureInfo(forget.error)} />
			)}
		</Section>
	);
}
