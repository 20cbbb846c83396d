/** What a view is: an entry of the registry in index.ts. */
import type { LucideIcon } from "lucide-react";
import type { ComponentType } from "react";
import type { OpenImage } from "../state/image";
import type { ViewId } from "../state/views";

export interface ViewProps {
	readonly image: OpenImage;
}

export interface View {
	readonly id: ViewId;
	readonly label: string;
	readonly icon: LucideIcon;
	readonly Component: ComponentType<ViewProps>;
	/** Heading for screen readers, where the view shows none of its own. */
	readonly heading?: string;
	/** A small count on its tab. */
	readonly Badge?: ComponentType<ViewProps>;
}
