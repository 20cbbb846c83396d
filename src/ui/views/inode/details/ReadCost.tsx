/** What reading the file costs, once it is known whose each byte is. */
import { useQuery } from "@tanstack/react-query";
import { sizeText } from "../../../../base/words";
import type { OpenImage } from "../../../state/image";
import { useOwners } from "../../../state/owners";
import { Fold } from "../../../widgets/Fold";

export function ReadCost({ image, nid }: { readonly image: OpenImage; readonly nid: bigint }) {
	const { state } = useOwners(image);
	const { data } = useQuery({
		queryKey: [image.key, "read cost", String(nid)],
		enabled: state === "done",
		queryFn: ({ signal }) => image.client.call("readCost", { nid }, { signal }),
	});
	if (!data?.cost) return null;
	const { page, whole, mappable } = data.cost;
	const words = ({ read, decoded }: typeof page) =>
		`${sizeText(read)} read${decoded > 0 ? `, ${sizeText(decoded)} decoded` : ""}`;
	return (
		<Fold title="Cost of reading">
			<p>4 KiB at random: {words(page)}, on average.</p>
			<p>All of it: {words(whole)}.</p>
			<p>
				{mappable
					? "FSDAX can map it: uncompressed, in whole blocks, in one run."
					: "FSDAX cannot map it: that takes contents as they are, in one run of blocks of 4 KiB."}
			</p>
		</Fold>
	);
}
