/** One space: toolbar, bytes, what they are, and the panels about them. */
import { type ReactNode, useEffect, useMemo, useRef } from "react";
import type { SpaceId } from "../../../base/range";
import { IMAGE_SPACE } from "../../../base/space";
import { SB_OFFSET } from "../../../erofs/structs/superblock";
import { useFindings } from "../../state/findings";
import type { OpenFile } from "../../state/image";
import { navigate, usePlacePart } from "../../state/location";
import { textScale, useNarrow } from "../../state/media";
import { useOwners } from "../../state/owners";
import { usePrefs } from "../../state/prefs";
import { useSurvey } from "../../state/survey";
import { focusView } from "../../widgets/focus";
import { Fill } from "../../widgets/Slot";
import { Staged } from "../../widgets/Staged";
import { nodesIn } from "./data/known";
import { contentsSpace, type Focus, type SpaceFacts } from "./data/queries";
import type { Settings } from "./draw/surface";
import { ByteGrid } from "./parts/ByteGrid";
import { FindBar, type FindHandle } from "./parts/FindBar";
import { InfoStrip } from "./parts/InfoStrip";
import { Inspector } from "./parts/Inspector";
import { Legend } from "./parts/Legend";
import { Notices } from "./parts/Notices";
import { Structures } from "./parts/StructureTree";
import { type SpaceChoice, Toolbar } from "./parts/Toolbar";
import type { HexActions } from "./parts/use-keys";
import { useSections } from "./parts/use-sections";
import { useViewKeys } from "./parts/use-view-keys";
import { Hex } from "./state/hex";
import { usePlaceSync } from "./state/place-sync";
import "./parts/side-panel.css";
import "./hex.css";

interface HexSpaceProps {
	readonly image: OpenFile;
	readonly space: SpaceId;
	readonly facts: SpaceFacts;
	readonly focus: Focus;
}

export function HexSpace({ image, space, facts, focus }: HexSpaceProps) {
	const hex = useHexOf(image, space, facts.size, focus.nid);
	usePlaceSync(hex);
	const box = useRef<HTMLDivElement>(null);
	const narrow = useNarrow();
	const settings = useSettings(narrow);
	const spaces = useSpaces(image, space, facts, focus);
	const sections = useSections(image, hex, focus);
	const isFinding = usePlacePart((place) => place.panel === "find");
	const find = useRef<FindHandle>(null);

	const openFind = () => navigate({ panel: "find" }, { replace: true });
	const close = () => {
		navigate({ panel: undefined }, { replace: true });
		focusView();
	};
	const actions: HexActions = {
		openFind: () => (isFinding ? find.current?.focus() : openFind()),
		findAgain: (backward) => (find.current ? find.current.again(backward) : openFind()),
	};
	useViewKeys(box, actions);
	const parts = { image, hex };
	return (
		<div ref={box} className="hex">
			<div className="hex-top">
				<Toolbar {...parts} {...{ spaces, focus, actions }} label={facts.label} />
				<Notices hex={hex} />
			</div>
			<div className="hex-main">
				<ByteGrid {...parts} label={facts.label} settings={settings} />
				<InfoStrip {...parts} />
				<Legend />
			</div>
			<Fill id="about">
				<SidePanel
					tree={
						<Staged>
							<Structures
								{...parts}
								sections={sections}
								rowHeight={(narrow ? 36 : 24) * textScale}
							/>
						</Staged>
					}
					inspector={
						<Staged>
							<Inspector {...parts} />
						</Staged>
					}
				/>
			</Fill>
			<Fill id="find">
				<FindBar {...parts} handle={find} onClose={close} />
			</Fill>
		</div>
	);
}

function useHexOf(image: OpenFile, space: SpaceId, size: number, focus: bigint | undefined): Hex {
	const hex = useMemo(() => {
		const { client, facts } = image;
		const made: Hex = new Hex({
			space,
			size,
			// The first bytes of an image are hardly ever used.
			home: space === IMAGE_SPACE && facts.structures.length > 0 ? SB_OFFSET : 0,
			blockSize: facts.blockSize,
			fetchBytes: (start, end, signal) => client.call("bytes", { space, start, end }, { signal }),
			fetchNodes: (start, end, signal) =>
				nodesIn(image, { space, start, end, focus: made.focus }, signal),
		});
		return made;
	}, [image, space, size]);
	useEffect(() => () => hex.close(), [hex]);

	// More is known once another inode is selected, the tree has been walked, owners were found.
	const walked = useSurvey(image).state;
	const owned = useOwners(image).state;
	// biome-ignore lint/correctness/useExhaustiveDependencies: `walked` and `owned` say that more is known
	useEffect(() => {
		hex.focus = focus;
		hex.refreshNotes();
	}, [hex, focus, walked, owned]);

	const findings = useFindings(image);
	useEffect(() => hex.setFindings(findings), [hex, findings]);
	return hex;
}

function useSettings(roomy: boolean): Settings {
	const row = usePrefs((s) => s.hexRow);
	const group = usePrefs((s) => s.hexGroup);
	const base = usePrefs((s) => s.hexBase);
	return useMemo(() => ({ row, group, base, roomy }), [row, group, base, roomy]);
}

interface SidePanelProps {
	readonly inspector: ReactNode;
	readonly tree: ReactNode;
}

/** What the bytes mean, and the structures they are in: side by side where there is room. */
const SidePanel = ({ inspector, tree }: SidePanelProps) => (
	<div className="hex-panels">
		<div className="hex-panel">
			<div className="hex-panel-body">{inspector}</div>
			<section className="hex-structures">
				<h3 className="hex-panel-head">Structure</h3>
				{tree}
			</section>
		</div>
	</div>
);

/** The spaces one can go to: those of the image, the selected file's contents, and this one. */
function useSpaces(
	image: OpenFile,
	space: SpaceId,
	facts: SpaceFacts,
	focus: Focus,
): readonly SpaceChoice[] {
	const contents = contentsSpace(focus);
	return useMemo(() => {
		const choices: SpaceChoice[] = [...image.facts.spaces];
		const add = (choice: SpaceChoice) => {
			if (!choices.some(({ id }) => id === choice.id)) choices.push(choice);
		};
		if (contents) add(contents);
		add({ id: space, label: facts.label });
		return choices;
	}, [image, space, facts.label, contents]);
}
