/** Where the drawer is shown: beside any place, as long as the address asks for it. */
import { Suspense } from "react";
import type { OpenFile } from "../../state/image";
import { useLearning } from "../../state/learn";
import { ErrorBoundary } from "../../widgets/ErrorBoundary";
import { later } from "../later";

const Learn = later(async () => (await import("./Learn")).Learn);

interface LearnDockProps {
	/** None on the start page. */
	readonly file: OpenFile | undefined;
}

export function LearnDock({ file }: LearnDockProps) {
	const open = useLearning();
	if (!open) return null;
	return (
		<ErrorBoundary resetKey={String(file?.key)} title="The lesson stopped">
			<Suspense>
				<Learn file={file} />
			</Suspense>
		</ErrorBoundary>
	);
}
