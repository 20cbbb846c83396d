import { ArrowRight } from "lucide-react";
import { type FormEvent, useEffect, useId, useState } from "react";
import type { Client } from "../../../worker/client";
import { KeepBlocks } from "../../shell/KeepBlocks";
import { KeptList } from "../../shell/KeptList";
import { startWorker, useImage } from "../../state/image";
import { openUrls } from "../../state/open";
import { Button } from "../../widgets/Button";
import { Disclosure } from "../../widgets/Disclosure";
import { TextArea, TextField } from "../../widgets/Field";
import { type AddressErrors, type AddressForm as Form, readAddress } from "./address.model";
import { OpenedBefore } from "./OpenedBefore";

const EMPTY: Form = { url: "", devices: "", offset: "" };

/** Opens an image on a web server; only the parts that are looked at are fetched. */
export function AddressForm() {
	const [form, setForm] = useState(EMPTY);
	const [errors, setErrors] = useState<AddressErrors>({});
	const title = useId();
	const change = (part: keyof Form) => (value: string) => {
		setForm({ ...form, [part]: value });
		setErrors({ ...errors, [part]: undefined });
	};
	const submit = (event: FormEvent) => {
		event.preventDefault();
		const answer = readAddress(form);
		if ("errors" in answer) setErrors(answer.errors);
		else openUrls(answer.address.urls, answer.address.offset);
	};
	return (
		<form className="start-address" onSubmit={submit} aria-labelledby={title} noValidate>
			<h2 id={title}>Open an address</h2>
			<p>The image is read in parts: a look at its tree costs kilobytes, whatever its size.</p>
			<div className="start-url">
				<TextField
					label="Address of an image"
					bare
					type="url"
					inputMode="url"
					placeholder="https://example.org/system.erofs"
					value={form.url}
					onChange={change("url")}
					error={errors.url}
				/>
				<Button type="submit" icon={ArrowRight}>
					Open
				</Button>
			</div>
			<KeepBlocks />
			<Disclosure summary="More options">
				<div className="start-more-body">
					<TextArea
						label="Addresses of extra devices, one a line"
						rows={2}
						value={form.devices}
						onChange={change("devices")}
						error={errors.devices}
					/>
					<TextField
						label="Offset of the file system in this file"
						inputMode="numeric"
						placeholder="0"
						value={form.offset}
						onChange={change("offset")}
						error={errors.offset}
						hint="For an image inside a disk or another file; decimal or 0x…"
					/>
				</div>
			</Disclosure>
			<Kept />
			<OpenedBefore />
		</form>
	);
}

/** What is kept, also for those who keep nothing any more; asked only when they want to know. */
function Kept() {
	const [open, setOpen] = useState(false);
	return (
		<Disclosure summary="What is kept" onToggle={setOpen}>
			{open && <List />}
		</Disclosure>
	);
}

/** The worker of the open image holds its blocks: no other one could delete them. */
function List() {
	const image = useImage((s) => s.image);
	return image ? <KeptList client={image.client} /> : <ListWithoutImage />;
}

function ListWithoutImage() {
	const [client, setClient] = useState<Client>();
	useEffect(() => {
		const mine = startWorker();
		setClient(mine);
		return () => mine.close();
	}, []);
	return client && <KeptList client={client} />;
}
