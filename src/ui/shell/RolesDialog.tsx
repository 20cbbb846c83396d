/** Several files opened together: what each was taken for, and the way to say it otherwise. */
import { Files } from "lucide-react";
import { useState } from "react";
import { sizeText } from "../../base/words";
import type { Input, Role } from "../../worker/protocol";
import { isImage, type OpenFile } from "../state/image";
import { openAs } from "../state/open";
import { areOfFolder, asChosen, type Choice, hasRoles, useRoles, withRole } from "../state/roles";
import { Button } from "../widgets/Button";
import { Dialog } from "../widgets/Dialog";
import { deviceFacts } from "./device.model";
import { shortName } from "./image.model";
import "./devices.css";

/** Slots to choose from: a damaged table can have 65,535. */
const MOST_SLOTS = 50;

/** Opens the dialog; nothing where there is nothing to choose. */
export function RolesButton({ file }: { readonly file: OpenFile }) {
	const [isOpen, setOpen] = useState(false);
	if (!hasRoles(file)) return null;
	return (
		<>
			<Button icon={Files} onClick={() => setOpen(true)}>
				What each file is…
			</Button>
			{isOpen && <RolesDialog file={file} onClose={() => setOpen(false)} />}
		</>
	);
}

interface RolesDialogProps {
	readonly file: OpenFile;
	onClose(): void;
}

export function RolesDialog({ file, onClose }: RolesDialogProps) {
	const found = useRoles(file);
	const [chosen, setChosen] = useState<readonly Choice[]>();
	const roles: readonly Choice[] | undefined = chosen ?? found;
	const isOther = found?.indexOf("image") !== roles?.indexOf("image");
	const isFolder = areOfFolder(file.inputs);
	const apply = () => {
		onClose();
		if (roles) openAs(file, asChosen(file.inputs, roles));
	};
	return (
		<Dialog title="What each file is" onClose={onClose}>
			<div className="offer">
				<p>
					{isFolder
						? "One is opened. Of the others those are taken that it names, or that complete it: devices, other pieces, the disk below, blobs, objects. Say of a wrong one that it is not used: then another is looked for."
						: "One is opened. The others are its devices, or files that it names or that complete it: other pieces, the disk below, blobs."}
				</p>
				<ul className="roles">
					{file.inputs.map((input, i) => (
						<RoleRow
							// biome-ignore lint/suspicious/noArrayIndexKey: files of one name are told apart by their place
							key={i}
							input={input}
							role={roles?.[i]}
							isKnown={found !== undefined}
							options={
								isFolder
									? inFolder(found?.[i])
									: isOther
										? OF_ANOTHER
										: optionsFor(file, found?.[i])
							}
							onChoose={(role) => roles && setChosen(withRole(roles, i, role))}
						/>
					))}
				</ul>
				<div className="offer-end">
					<Button onClick={onClose}>Cancel</Button>
					<Button variant="primary" disabled={chosen === undefined} onClick={apply}>
						Open anew
					</Button>
				</div>
			</div>
		</Dialog>
	);
}

interface RoleOption {
	readonly role: Choice;
	readonly text: string;
}

/** For files beside another image than the one that is open: which devices that has is not known yet. */
const OF_ANOTHER: readonly RoleOption[] = [
	{ role: "image", text: "What is opened" },
	{ role: undefined, text: "Found out when it is opened" },
	{ role: "unused", text: "Not used" },
];

/** What is opened of a folder is chosen where its parts are listed. */
const inFolder = (found: Role | undefined): readonly RoleOption[] =>
	found === "image"
		? [{ role: found, text: "What is opened" }]
		: [
				{ role: "beside", text: "Used where it belongs" },
				{ role: "unused", text: "Not used" },
			];

/** @param found what it was taken for */
const optionsFor = (file: OpenFile, found: Role | undefined): readonly RoleOption[] => [
	{ role: "image", text: "What is opened" },
	...(isImage(file) ? file.overview.devices : [])
		.filter(({ id }) => id > 0)
		.slice(0, MOST_SLOTS)
		.map((device) => ({ role: device.id, text: `Device ${device.id} (${deviceFacts(device)})` })),
	{ role: "beside", text: "A file that belongs to it" },
	...(found === "unmatched"
		? [{ role: found, text: "Not matched: nothing names it" } as const]
		: []),
	{ role: "unused", text: "Not used" },
];

interface RoleRowProps {
	readonly input: Input;
	readonly role: Choice;
	/** Whether it is known what the files were taken for. */
	readonly isKnown: boolean;
	readonly options: readonly RoleOption[];
	onChoose(role: Choice): void;
}

function RoleRow({ input, role, isKnown, options, onChoose }: RoleRowProps) {
	const name = nameOf(input);
	return (
		<li>
			<span className="roles-name">{name}</span>
			<span className="roles-size">{input.kind === "file" ? sizeText(input.file.size) : ""}</span>
			<select
				className="input"
				aria-label={`What ${name} is`}
				// Another file takes its place, then it can be something else.
				disabled={!isKnown || role === "image"}
				value={String(role)}
				onChange={({ target }) => {
					const option = options.find((one) => String(one.role) === target.value);
					if (option) onChoose(option.role);
				}}
			>
				{options.map((option) => (
					<option key={String(option.role)} value={String(option.role)}>
						{option.text}
					</option>
				))}
			</select>
		</li>
	);
}

/** Files of a folder are told by their paths in it. */
const nameOf = (input: Input): string =>
	input.path?.slice(input.path.indexOf("/") + 1) ??
	(input.kind === "file" ? input.file.name : shortName(input.url));
