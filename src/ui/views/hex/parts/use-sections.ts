/** What the structure tree lists. */
import { useMemo } from "react";
import { IMAGE_SPACE } from "../../../../base/space";
import { showEnd } from "../../../../base/text";
import type { Annotation } from "../../../../schema/annotate";
import type { OpenFile } from "../../../state/image";
import type { Focus } from "../data/queries";
import { type Section, withoutThose } from "../model/structure-tree.model";
import type { Hex } from "../state/hex";
import { useHex } from "./use-hex";

export function useSections(image: OpenFile, hex: Hex, focus: Focus): readonly Section[] {
	const { nodes } = useHex(hex, (s) => s.notes);
	const { detail, label } = focus;
	return useMemo(() => {
		const fixed = hex.space === IMAGE_SPACE ? image.facts.structures : [];
		const selected = detail?.at.space === hex.space ? detail.structures : [];
		// The selected inode has a section of its own: not its group a second time, unless only the
		// first of a long list stand there.
		const isWhole = selected.length > 0 && !selected.some(isCut);
		const isListed = (node: Annotation) =>
			isWhole && node.key === "inode" && node.target?.nid === detail?.nid;
		const others = nodes.filter((node) => !isListed(node));
		const around = withoutThose(others, [fixed, selected]);
		const sections = [
			{ id: "fixed", label: "Superblock area", nodes: fixed },
			{ id: "selected", label: `Selected: ${showEnd(label, 48)}`, nodes: selected },
			{
				id: "around",
				label: hex.space === IMAGE_SPACE ? "Nearby" : "In these bytes",
				nodes: around,
			},
		];
		return sections.filter(({ nodes: listed }) => listed.length > 0);
	}, [hex, image, nodes, detail, label]);
}

/** Whether a part of it is a list with more items than are there. */
const isCut = ({ more, children }: Annotation): boolean =>
	Boolean(more) || Boolean(children?.some(isCut));
