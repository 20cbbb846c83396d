/** What stands under the last row that was read. */
import { countText } from "../../../../base/words";
import { Button } from "../../../widgets/Button";
import { Size } from "../../../widgets/Size";
import { MOST_ROWS, type TextFile } from "./text-file";
import { useVersion } from "./use-text-file";

export function TextEnd({ file }: { readonly file: TextFile }) {
	useVersion(file);
	const { error, cut, size, lines } = file;
	if (error) {
		return (
			<div className="text-end" role="alert">
				{error.message} {error.hint}{" "}
				<Button small onClick={() => void file.more()}>
					Try again
				</Button>
			</div>
		);
	}
	if (cut) {
		const why =
			lines.rows >= MOST_ROWS ? `${countText(MOST_ROWS)} rows` : <Size bytes={lines.size} />;
		return (
			<div className="text-end">
				The preview ends after {why}; the file has <Size bytes={size} />. The place Bytes shows all
				of it, and a download has it whole.
			</div>
		);
	}
	return file.done ? null : <div className="text-end">Reading on …</div>;
}
