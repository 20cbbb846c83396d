/** What reading the file costs, or all files of a directory, once it is known whose each byte is. */
import { useQuery } from "@tanstack/react-query";
import { counted, countText, sizeText } from "../../../../base/words";
import type { OpenImage } from "../../../state/image";
import { useOwners } from "../../../state/owners";
import { Fold } from "../../../widgets/Fold";

interface ReadCostProps {
	readonly image: OpenImage;
	readonly nid: bigint;
	readonly isDirectory: boolean;
}

export function ReadCost({ image, nid, isDirectory }: ReadCostProps) {
	const { state } = useOwners(image);
	const { data } = useQuery({
		queryKey: [image.key, "read cost", String(nid)],
		enabled: state === "done",
		queryFn: ({ signal }) => image.client.call("readCost", { nid }, { signal }),
	});
	if (!data?.cost) return null;
	const { files, page, whole, mappable } = data.cost;
	const isMissing = image.overview.devices.some(({ missing }) => missing);
	const words = ({ read, decoded }: typeof page) =>
		`${sizeText(read)} read${decoded > 0 ? `, ${sizeText(decoded)} decoded` : ""}`;
	return (
		<Fold title="Cost of reading">
			<p>
				4 KiB at random{isDirectory && " of the files in it and below"}: {words(page)}, on average.
			</p>
			<p>
				{isDirectory
					? `All of ${counted(files, "file")} with contents, one after the other`
					: "All of it"}
				: {words(whole)}.
			</p>
			<p>{isDirectory ? mappableOf(mappable, files) : MAPPABLE[mappable > 0 ? "yes" : "no"]}</p>
			{isMissing && <p>What lies on a device that is missing is not counted.</p>}
		</Fold>
	);
}

const MAPPABLE = {
	yes: "FSDAX can map it: uncompressed, in whole blocks, in one run.",
	no: "FSDAX cannot map it: that takes contents as they are, in one run of blocks of 4 KiB.",
} as const;

const mappableOf = (mappable: number, files: number): string =>
	`FSDAX can map ${countText(mappable)} of ${counted(files, "file")}: those in one run of blocks of 4 KiB, uncompressed.`;
