/** What lies over the page when asked for: the help, the palette. */
import { Suspense } from "react";
import type { OpenFile } from "../state/image";
import { later } from "../views/later";
import { openOver, useOver } from "./shortcuts";

const HelpDialog = later(async () => (await import("./beyond")).HelpDialog);
const Palette = later(async () => (await import("./beyond")).Palette);

export function Over({ file }: { readonly file: OpenFile | undefined }) {
	const open = useOver((s) => s.open);
	return (
		<Suspense>
			{open === "help" && <HelpDialog onClose={() => openOver(undefined)} />}
			{open === "palette" && <Palette file={file} />}
		</Suspense>
	);
}
