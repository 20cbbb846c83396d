import "./kbd.css";

/** Keys to press together, written "Ctrl+G". */
export function Kbd({ keys }: { readonly keys: string }) {
	return keys.split("+").map((key) => (
		<kbd key={key} className="kbd">
			{key}
		</kbd>
	));
}
