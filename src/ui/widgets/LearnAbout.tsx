import { learnAbout } from "../state/learn";
import "./learn-about.css";

/** Leads to what explains a structure or a field, beside what is on screen. */
export const LearnAbout = ({ what, onGo }: { readonly what: string; onGo?(): void }) => (
	<button
		type="button"
		className="learn-about"
		onClick={() => {
			onGo?.();
			learnAbout(what);
		}}
	>
		Learn about this<span className="hidden-text">: {what}</span>
	</button>
);
