/** Whether the address line is a box to type into; opened by keys from anywhere. */
import { create } from "zustand";

export const useGotoBox = create<{ readonly isOpen: boolean }>()(() => ({ isOpen: false }));

export const openGoto = (): void => useGotoBox.setState({ isOpen: true });
export const closeGoto = (): void => useGotoBox.setState({ isOpen: false });
