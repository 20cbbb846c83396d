/** What is typed into the address form, checked before anything is opened. */
import { parseOffset } from "../../widgets/offsets.model";

export interface AddressForm {
	readonly url: string;
	/** One address a line. */
	readonly devices: string;
	readonly offset: string;
}

export interface Address {
	readonly urls: readonly string[];
	/** Bytes. */
	readonly offset: number;
}

/** What is wrong with each part, one sentence. */
export type AddressErrors = { readonly [K in keyof AddressForm]?: string };

/** The address as a full URL, `https://` added where no scheme is given. */
export function parseUrl(text: string): string | undefined {
	const clean = text.trim();
	if (!clean) return undefined;
	const full = /^[a-z][a-z0-9+.-]*:\/\//i.test(clean) ? clean : `https://${clean}`;
	if (!URL.canParse(full)) return undefined;
	const { protocol, hostname, href } = new URL(full);
	// Chromium takes any words for a host and encodes their blanks; no host is called so.
	if (hostname.includes("%")) return undefined;
	return protocol === "https:" || protocol === "http:" ? href : undefined;
}

export function readAddress(
	form: AddressForm,
): { readonly address: Address } | { readonly errors: AddressErrors } {
	const url = parseUrl(form.url);
	const lines = form.devices.split("\n").filter((line) => line.trim());
	const devices = lines.map(parseUrl);
	const offset = form.offset.trim() ? parseOffset(form.offset) : 0;
	const wrong = lines.find((_, i) => devices[i] === undefined);
	const errors: AddressErrors = {
		...(url
			? {}
			: { url: "Give the address of an image, such as https://example.org/system.erofs" }),
		...(wrong === undefined ? {} : { devices: `“${wrong.trim()}” is not an address.` }),
		...(offset === undefined
			? { offset: "Give a number of bytes, such as 1048576 or 0x100000" }
			: {}),
	};
	if (!url || offset === undefined || wrong !== undefined) return { errors };
	return { address: { urls: [url, ...devices.filter((d) => d !== undefined)], offset } };
}
