import { useQuery } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import { sizeText, timeText } from "../../../base/words";
import type { OpenImage } from "../../state/image";
import { usePrefs } from "../../state/prefs";
import { IconButton } from "../../widgets/Button";
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
	const forget = async (url: string) => {
		await image.client.call("forgetKept", { url });
		await refetch();
	};
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
								{sizeText(bytes)}, last opened {timeText(used / 1000).slice(0, 10)}
							</span>
							<IconButton
								small
								icon={Trash2}
								label={`Delete the blocks of ${url}`}
								onClick={() => void forget(url)}
							/>
						</li>
					))}
				</ul>
			)}
		</Section>
	);
}
