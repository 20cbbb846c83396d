/** Files near the image, and which of them its devices are read from. */
import { useQuery } from "@tanstack/react-query";
import type { NearFiles } from "../../worker/protocol";
import type { OpenImage } from "./image";

const NONE: NearFiles = { files: [], devices: [] };

/** Empty until it is known. */
export const useNear = ({ key, client }: OpenImage): NearFiles =>
	useQuery({
		queryKey: [key, "near"],
		queryFn: ({ signal }) => client.call("near", {}, { signal }),
	}).data ?? NONE;
