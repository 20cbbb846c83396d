/** The views: one line each. A new view is a folder, its name in `state/views.ts`, and a line here. */
import { Binary, ChartPie, FolderTree, LayoutDashboard, ShieldAlert } from "lucide-react";
import { createElement } from "react";
import { FindingsBadge } from "./findings/FindingsBadge";
import { later } from "./later";
import type { View, ViewProps } from "./view";

const SummaryView = later(async () => (await import("./overview/OverviewView")).OverviewView);
const SpaceView = later(async () => (await import("./space/SpaceView")).SpaceView);
const CheckView = later(async () => (await import("./findings/FindingsView")).FindingsView);
const FilesView = later(async () => {
	const [{ InodeView }, { Listing }] = await Promise.all([
		import("./inode/InodeView"),
		import("./tree/Listing"),
	]);
	return ({ image }: ViewProps) => createElement(InodeView, { image, Listing });
});
/** Beside the other views. */
export const AboutInode = later(async () => (await import("./inode/AboutInode")).AboutInode);
/** Beside the view Check. */
export const AboutFinding = later(
	async () => (await import("./findings/AboutFinding")).AboutFinding,
);
/** Of any open file, image or not. */
export const BytesView = later(async () => (await import("./hex/HexView")).HexView);
/** In the panel at the bottom, of remote images. */
export const NetworkView = later(async () => (await import("./network/NetworkView")).NetworkView);

// biome-ignore format: a table reads best with one line per view
export const VIEWS: readonly View[] = [
	{ id: "summary", label: "Summary", icon: LayoutDashboard, Component: SummaryView },
	{ id: "files", label: "Files", icon: FolderTree, Component: FilesView },
	{ id: "bytes", label: "Bytes", icon: Binary, Component: BytesView, heading: "Bytes" },
	{ id: "space", label: "Space", icon: ChartPie, Component: SpaceView, heading: "Space" },
	{ id: "check", label: "Check", icon: ShieldAlert, Component: CheckView, Badge: FindingsBadge },
];
