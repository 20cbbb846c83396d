/** The page without an image: every way to open one, and how the last attempt went. */
import { BookOpen, FolderOpen, Lock } from "lucide-react";
import { counted } from "../../../base/words";
import { pickFiles, pickFolder } from "../../shell/pick";
import { PRIVACY } from "../../shell/privacy";
import { openLessons, useProgress } from "../../state/learn";
import { Button } from "../../widgets/Button";
import { Section } from "../../widgets/Section";
import { AddressForm } from "./AddressForm";
import { Attempt } from "./Attempt";
import { Samples } from "./Samples";
import "./start.css";

export const StartView = () => (
	<main id="main" className="start" tabIndex={-1} data-pane>
		<div className="start-page">
			<div className="start-head">
				<h1>Look inside an EROFS image</h1>
				<p>
					Browse its files, see what takes the space, check it, and read what every byte on disk
					means.
				</p>
			</div>
			<Attempt />
			<div className="start-ways">
				<section className="start-drop" aria-label="Files on this device">
					<FolderOpen aria-hidden />
					<p className="start-drop-title">Drop a file or a folder anywhere on this page</p>
					<p>
						An image with its devices, or what it comes in: super.img, payload.bin, an OTA zip, an
						APEX, a disk, an ISO, an OCI layout, Nydus, composefs, gzip, xz, zstd.
					</p>
					<div className="start-choose">
						<Button variant="primary" onClick={pickFiles}>
							Choose files…
						</Button>
						<Button onClick={pickFolder}>Choose a folder…</Button>
					</div>
					<p className="start-privacy">
						<Lock aria-hidden />
						{PRIVACY}
					</p>
				</section>
				<AddressForm />
			</div>
			<Learning />
			<Samples />
		</div>
	</main>
);

function Learning() {
	const done = useProgress((s) => s.done);
	const steps = Object.values(done).reduce((sum, each) => sum + each.length, 0);
	return (
		<Section
			title="Learn the format"
			note={steps > 0 && `${counted(steps, "step")} done`}
			className="start-learn"
			actions={
				<Button icon={BookOpen} onClick={openLessons}>
					{steps > 0 ? "Go on with the lessons" : "Open the lessons"}
				</Button>
			}
		>
			<p>
				Short lessons on the bytes of the samples below. After three of ten minutes each you find
				the first byte of a file by hand, also in an image of your own.
			</p>
		</Section>
	);
}
