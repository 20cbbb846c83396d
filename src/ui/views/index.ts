/** The views: one line each. A new view is a folder, its name in `state/views.ts`, and a line here. */
import { Binary, ChartPie, FolderTree, LayoutDashboard, ShieldAlert } from "lucide-react";
import { createElement } from "react";
import { FindingsBadge } from "./findings/FindingsBadge";
import { FindingsView } from "./findings/FindingsView";
import { later } from "./later";
import { OverviewView } from "./overview/OverviewView";
import { SpaceView } from "./space/SpaceView";
import type { View, ViewProps } from "./view";

const FilesView = later(async () => {
	const [{ InodeView }, { Listing }] = await Promise.all([
		import("./inode/InodeView"),
		import("./tree/Listing"),
	]);
	return ({ image }: ViewProps) => createElement(InodeView, { image, Listing });
});
/** Beside the other views. */
export const AboutInode = later(async () => (await import("./inode/AboutInode")).AboutInode);
/** Of any open file, image or not. */
export const BytesView = later(async () => (await import("./hex/HexView")).HexView);
/** In the panel at the bottom, of remote images. */
export const NetworkView = later(async () => (await import("./network/NetworkView")).NetworkView);

// biome-ignore format: a table reads best with one line per view
export const VIEWS: readonly View[] = [
	{ id: "summary", label: "Summary", icon: LayoutDashboard, Component: OverviewView },
	{ id: "files", label: "Files", icon: FolderTree, Component: FilesView },
	{ id: "bytes", label: "Bytes", icon: Binary, Component: BytesView, heading: "Bytes" },
	{ id: "space", label: "Space", icon: ChartPie, Component: SpaceView },
	{ id: "check", label: "Check", icon: ShieldAlert, Component: FindingsView, Badge: FindingsBadge },
];
