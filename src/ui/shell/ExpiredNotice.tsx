/** What can be done about a link whose time is over: paste a fresh one and go on. */
import { type FormEvent, useState } from "react";
import { concerns, useExpired } from "../state/expired";
import type { OpenFile } from "../state/image";
import { openFreshLink } from "../state/open";
import { parseUrl } from "../views/start/address.model";
import { Button } from "../widgets/Button";
import { TextField } from "../widgets/Field";
import { Notice } from "../widgets/Notice";

export function ExpiredNotice({ image }: { readonly image: OpenFile }) {
	const { link, dismiss } = useExpired();
	if (!link || !concerns(link, image.origin)) return null;
	return (
		<Notice
			tone="warning"
			live
			title="The link has expired"
			onDismiss={dismiss}
			actions={<FreshLink old={link.url} />}
		>
			It worked before and the server refuses it now. What is on screen stays; with a fresh link to
			the same file you go on where you are.
		</Notice>
	);
}

function FreshLink({ old }: { readonly old: string }) {
	const [text, setText] = useState("");
	const [error, setError] = useState<string>();
	const submit = (event: FormEvent) => {
		event.preventDefault();
		const url = parseUrl(text);
		if (url) openFreshLink(old, url);
		else setError("Give an address, such as https://example.org/system.erofs?token=…");
	};
	const change = (value: string) => {
		setText(value);
		setError(undefined);
	};
	return (
		<form className="fresh-link" onSubmit={submit} noValidate>
			<TextField
				label="Fresh link"
				bare
				placeholder="Fresh link"
				type="url"
				inputMode="url"
				value={text}
				onChange={change}
				error={error}
			/>
			<Button type="submit">Go on</Button>
		</form>
	);
}
