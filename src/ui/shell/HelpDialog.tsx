import { Fragment } from "react";
import { KEY_GROUPS } from "../state/keys";
import { Dialog } from "../widgets/Dialog";
import { Kbd } from "../widgets/Kbd";
import "./help.css";

interface HelpDialogProps {
	onClose(): void;
}

export const HelpDialog = ({ onClose }: HelpDialogProps) => (
	<Dialog title="Help" onClose={onClose}>
		<p className="help-intro">
			Drop an EROFS image anywhere on the page, or an image together with the files of its extra
			devices. Every field, extent and finding leads to its bytes; underlined dots explain a word.
			The address of the page always names the place you are at, so you can go back, reload and
			share it.
		</p>
		{KEY_GROUPS.map(({ title, rows }) => (
			<table key={title} className="help-keys">
				<caption>{title}</caption>
				<tbody>
					{rows.map(({ keys, does }) => (
						<tr key={does}>
							<th scope="row">
								{keys.map((key, i) => (
									<Fragment key={key}>
										{i > 0 && <span className="help-or"> or </span>}
										<span className="help-combo">
											<Kbd keys={key} />
										</span>
									</Fragment>
								))}
							</th>
							<td>{does}</td>
						</tr>
					))}
				</tbody>
			</table>
		))}
	</Dialog>
);
