/** The views: one line each. A new view is a folder, its name in `state/views.ts`, and a line here. */
import { Binary, ChartPie, FolderTree, LayoutDashboard, ShieldAlert } from "lucide-react";
import { createElement } from "react";
import { FindingsBadge } from "./findings/FindingsBadge";
import { FindingsView } from "./findings/FindingsView";
import { HexView } from "./hex/HexView";
import { InodeView } from "./inode/InodeView";
import { OverviewView } from "./overview/OverviewView";
import { SpaceView } from "./space/SpaceView";
import { Listing } from "./tree/Listing";
import type { View, ViewProps } from "./view";

const FilesView = ({ image }: ViewProps) => createElement(InodeView, { image, Listing });

// biome-ignore format: a table reads best with one line per view
export const VIEWS: readonly View[] = [
	{ id: "summary", label: "Summary", icon: LayoutDashboard, Component: OverviewView },
	{ id: "files", label: "Files", icon: FolderTree, Component: FilesView },
	{ id: "bytes", label: "Bytes", icon: Binary, Component: HexView, heading: "Bytes" },
	{ id: "space", label: "Space", icon: ChartPie, Component: SpaceView, heading: "Space" },
	{ id: "check", label: "Check", icon: ShieldAlert, Component: FindingsView, Badge: FindingsBadge },
];
