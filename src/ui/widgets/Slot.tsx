/** Parts of the frame that the view on screen fills: what stands in them knows the view's own state. */
import { type ReactNode, useCallback } from "react";
import { createPortal } from "react-dom";
import { create } from "zustand";
import "./slot.css";

export type SlotId = "about" | "find";

type Hosts = Partial<Record<SlotId, HTMLElement | undefined>>;

const useHosts = create<Hosts>()(() => ({}));

interface SlotProps {
	readonly id: SlotId;
	/** Shown as long as nobody fills it. */
	readonly children: ReactNode;
}

/** Once in the page for each id. */
export function Slot({ id, children }: SlotProps) {
	const host = useCallback(
		(element: HTMLElement | null) => {
			useHosts.setState({ [id]: element ?? undefined });
			// Elsewhere in the frame another one may be there before this one goes.
			return () => {
				if (useHosts.getState()[id] === element) useHosts.setState({ [id]: undefined });
			};
		},
		[id],
	);
	return (
		<>
			<div ref={host} className="slot" />
			<div className="slot-free">{children}</div>
		</>
	);
}

interface FillProps {
	readonly id: SlotId;
	readonly children: ReactNode;
}

/** Whether the frame shows the slot. */
export const useHasSlot = (id: SlotId): boolean => useHosts((hosts) => hosts[id] !== undefined);

/** Nothing, as long as the frame does not show the slot. */
export function Fill({ id, children }: FillProps) {
	const host = useHosts((hosts) => hosts[id]);
	return host ? createPortal(children, host) : null;
}
