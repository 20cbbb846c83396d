import { FailureNotice } from "../../../widgets/FailureNotice";
import { Notice } from "../../../widgets/Notice";
import { bothBases } from "../model/offset.model";
import type { Hex } from "../state/hex";
import { useHex } from "./use-hex";

/** What has to be known above the bytes: places that do not exist, bytes that did not come. */
export function Notices({ hex }: { readonly hex: Hex }) {
	useHex(hex, (s) => s.arrived);
	const beyond = useHex(hex, (s) => s.beyond);
	const { failure } = hex.pages;
	if (failure) {
		const retry = () => hex.retry();
		return <FailureNotice info={failure} title="Some bytes could not be read" onRetry={retry} />;
	}
	if (beyond === undefined) return null;
	return (
		<Notice tone="warning" live>
			{bothBases(beyond)} lies beyond the end; the last byte is {bothBases(hex.size - 1)}.
		</Notice>
	);
}
