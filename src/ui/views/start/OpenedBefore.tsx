/** What was opened before, to open it again; the page asks for files of which it has but the name. */
import { Cloud, HardDrive, X } from "lucide-react";
import { sizeText } from "../../../base/words";
import { shortName } from "../../shell/image.model";
import { pickFiles } from "../../shell/pick";
import { beforeKey, type OpenedBefore as Opened, useBefore } from "../../state/before";
import { awaitFile, openUrls } from "../../state/open";
import { Button, IconButton } from "../../widgets/Button";

export function OpenedBefore() {
	const { opened, forgetAll } = useBefore();
	if (opened.length === 0) return null;
	return (
		<section className="start-before" aria-labelledby="opened-before">
			<header>
				<h3 id="opened-before">Opened before</h3>
				<p className="start-before-note">names only, on this device</p>
				<Button small variant="quiet" onClick={forgetAll}>
					Forget all
				</Button>
			</header>
			<ul>
				{opened.map((each) => (
					<Row key={beforeKey(each)} one={each} />
				))}
			</ul>
		</section>
	);
}

function Row({ one }: { readonly one: Opened }) {
	const { file, urls, size } = one;
	const [url = ""] = urls ?? [];
	const name = file ?? shortName(url);
	const Icon = file === undefined ? Cloud : HardDrive;
	const where = file === undefined ? new URL(url).host : "this device";
	const open = () => {
		if (file === undefined) return openUrls(urls ?? []);
		awaitFile(file);
		pickFiles();
	};
	return (
		<li>
			<Icon aria-hidden />
			<button type="button" title={file ?? urls?.join("\n")} onClick={open}>
				<bdi>{name}</bdi>
				{file !== undefined && <span className="hidden-text">: choose it again</span>}
			</button>
			<span className="start-before-facts">
				{size === undefined ? where : `${sizeText(size)}, ${where}`}
			</span>
			<IconButton
				small
				icon={X}
				label={`Forget ${name}`}
				onClick={() => useBefore.getState().forget(one)}
			/>
		</li>
	);
}
