import { FailureNotice } from "../../../widgets/FailureNotice";
import type { Hex } from "../state/hex";
import { useHex } from "./use-hex";

/** Told once above the bytes: a file that is gone or a network that is down can come back. */
export function ReadFailure({ hex }: { readonly hex: Hex }) {
	useHex(hex, (s) => s.arrived);
	const { failure } = hex.pages;
	if (!failure) return null;
	return (
		<FailureNotice
			info={failure}
			title="Some bytes could not be read"
			onRetry={() => hex.retry()}
		/>
	);
}
