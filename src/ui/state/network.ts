import { useQuery } from "@tanstack/react-query";
import type { OpenImage } from "./image";

/**
 * What the network did for a remote image; null for an image of this device.
 * @param every milliseconds between two looks
 */
export const useNetwork = (image: OpenImage, every: number) =>
	useQuery({
		queryKey: [image.key, "network"],
		enabled: image.overview.remote,
		queryFn: async ({ signal }) => (await image.client.call("network", {}, { signal })) ?? null,
		refetchInterval: every,
		staleTime: 0,
	});
