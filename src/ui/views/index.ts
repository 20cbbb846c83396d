/** The views: one line each. A new view is a folder, its name in ids.ts, and a line here. */
import { Binary, FileText, LayoutDashboard, Network, ShieldAlert } from "lucide-react";
import type { OpenImage } from "../state/image";
import { FindingsBadge } from "./findings/FindingsBadge";
import { FindingsView } from "./findings/FindingsView";
import { later } from "./later";
import { OverviewView } from "./overview/OverviewView";
import type { View } from "./view";

const always = () => true;
const isRemote = ({ overview }: OpenImage) => overview.remote;

const InodeView = later(async () => (await import("./inode/InodeView")).InodeView);
/** Of any open file, image or not. */
export const BytesView = later(async () => (await import("./hex/HexView")).HexView);
const NetworkView = later(async () => (await import("./network/NetworkView")).NetworkView);

// biome-ignore format: a table reads best with one line per view
export const VIEWS: readonly View[] = [
	{ id: "overview", label: "Overview", icon: LayoutDashboard, accepts: always, Component: OverviewView },
	{ id: "inode", label: "Inode", icon: FileText, accepts: always, Component: InodeView },
	{ id: "hex", label: "Bytes", icon: Binary, accepts: always, Component: BytesView, heading: "Bytes" },
	{ id: "findings", label: "Findings", icon: ShieldAlert, accepts: always, Component: FindingsView, Badge: FindingsBadge },
	{ id: "network", label: "Network", icon: Network, accepts: isRemote, Component: NetworkView },
];
