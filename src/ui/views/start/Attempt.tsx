/** How the present or last attempt to open goes, and what the address waits for. */
import { Download, Undo2 } from "lucide-react";
import { useDeferredValue } from "react";
import type { FailureInfo } from "../../../base/errors";
import { sizeText } from "../../../base/words";
import { openName } from "../../shell/image.model";
import { NoFolder } from "../../shell/NoFolder";
import { Opening } from "../../shell/Opening";
import { pickFiles } from "../../shell/pick";
import { useImage } from "../../state/image";
import { usePlace } from "../../state/location";
import { goToStart, retryOpening, returnToImage } from "../../state/open";
import { originOf, sameOrigin } from "../../state/origin";
import { Button } from "../../widgets/Button";
import { FailureNotice } from "../../widgets/FailureNotice";
import { Notice } from "../../widgets/Notice";
import { OffsetForm } from "../../widgets/OffsetForm";

export function Attempt() {
	const origin = originOf(usePlace());
	// Deferred as the image itself is, so that nothing flashes between “opening” and the workbench.
	const { image, opening, failure } = useDeferredValue(useImage());
	if (opening) return <Opening opening={opening} />;
	const failed = failure && sameOrigin(failure.request.origin, origin);
	return (
		<div className="start-attempt">
			{failed && <Failed label={failure.request.label} info={failure.info} />}
			<NoFolder />
			{!failed && origin.file && <Waiting file={origin.file} />}
			{image && (
				<Button icon={Undo2} onClick={returnToImage}>
					Back to {openName(image.overview)}
				</Button>
			)}
		</div>
	);
}

interface FailedProps {
	readonly label: string;
	readonly info: FailureInfo;
}

/** What keeps parts of a file from being read, but not the whole: browsers unpack that by themselves. */
const NO_PARTS: ReadonlySet<string | undefined> = new Set([
	"http-no-range",
	"http-encoded",
	"http-wrong-range",
	"http-size-unknown",
]);

function Failed({ label, info }: FailedProps) {
	const actions = (
		<>
			{NO_PARTS.has(info.code) && <DownloadWhole bytes={info.totalBytes} />}
			{info.code === "offset-beyond-end" && <OffsetForm />}
		</>
	);
	return (
		<FailureNotice
			title={`${label} could not be opened`}
			info={info}
			actions={actions}
			onRetry={info.kind === "io" ? () => retryOpening() : undefined}
			onDismiss={goToStart}
		/>
	);
}

const DownloadWhole = ({ bytes }: { readonly bytes: number | undefined }) => (
	<Button small icon={Download} onClick={() => retryOpening({ whole: true })}>
		Download the whole image{bytes === undefined ? "" : ` (${sizeText(bytes)})`}
	</Button>
);

/** A link into a local file: the page knows its name, only the user has the file. */
function Waiting({ file }: { readonly file: string }) {
	const { path } = usePlace();
	return (
		<Notice
			tone="note"
			title={
				<>
					This link leads to{" "}
					{path !== undefined && (
						<>
							<bdi className="mono">{path}</bdi> in{" "}
						</>
					)}
					<bdi className="mono">{file}</bdi>
				</>
			}
			actions={
				<>
					<Button small variant="primary" onClick={pickFiles}>
						Choose {file}…
					</Button>
					<Button small onClick={goToStart}>
						Forget the link
					</Button>
				</>
			}
		>
			A page cannot open a file of yours by itself. Drop it here, or choose it, and you will be
			taken to the place.
		</Notice>
	);
}
