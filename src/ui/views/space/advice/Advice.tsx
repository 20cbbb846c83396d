/** What would make the image smaller, and a command line that makes one like it. */
import { failureInfo } from "../../../../base/errors";
import { exactBytes, sizeText } from "../../../../base/words";
import type { OpenImage } from "../../../state/image";
import { CopyButton } from "../../../widgets/CopyButton";
import { Placeholder } from "../../../widgets/EmptyState";
import { FailureNotice } from "../../../widgets/FailureNotice";
import { useCompared } from "../lists/Compare";
import { useAdvice } from "../queries";
import "./advice.css";

export function Advice({ image }: { readonly image: OpenImage }) {
	const { data, error, refetch } = useAdvice(image, useCompared(image));
	if (error)
		return (
			<FailureNotice
				title="Samples of contents could not be read"
				info={failureInfo(error)}
				onRetry={() => void refetch()}
			/>
		);
	if (!data) return <Placeholder label="Looking at samples of contents" lines={6} />;
	const command = `mkfs.erofs ${data.recipe.join(" ")} IMAGE SOURCE`;
	return (
		<div className="list-scroll advice">
			{data.advice.length === 0 && <p>Nothing was found that would make this image smaller.</p>}
			<ul aria-label="What would make it smaller">
				{data.advice.map(({ id, title, text, saves, estimated, between, options, needs }) => (
					<li key={id}>
						<div className="advice-head">
							<h2>{title}</h2>
							{saves !== undefined && (
								<span className="advice-saves" title={exactBytes(saves)}>
									− {sizeText(saves)}
									{estimated && (
										<small>
											{" "}
											estimated{between && `, ${sizeText(between[0])} to ${sizeText(between[1])}`}
										</small>
									)}
								</span>
							)}
						</div>
						<p>{text}</p>
						{(options || needs) && (
							<p className="advice-how">
								{needs && `Needs Linux ${needs}. `}
								{options && <code>{options}</code>}
							</p>
						)}
					</li>
				))}
			</ul>
			<div className="advice-head">
				<h2>Made with features of</h2>
				<CopyButton small label="Copy the command" text={() => command} />
			</div>
			<p>
				<code>{command}</code>
			</p>
			<p className="advice-how">Levels of compression leave no trace in an image.</p>
		</div>
	);
}
