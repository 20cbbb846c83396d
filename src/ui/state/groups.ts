/** All that was found of an image, by what follows from what. */
import { useMemo } from "react";
import { type Group, groupByCause } from "../../checks/causes";
import { useFindings } from "./findings";
import type { OpenImage } from "./image";

/** The worst first. */
export function useGroups(image: OpenImage): readonly Group[] {
	const findings = useFindings(image);
	return useMemo(() => {
		const { rootNid, blocks, blockSize } = image.overview;
		return groupByCause(findings, { rootNid, declared: blocks * blockSize });
	}, [image, findings]);
}
