export type Names = (name: string) => string;

/** Names of parts, made different where a wrapper gives the same one twice: `boot`, `boot#2`. */
export function uniqueNames(): Names {
	/** Those that are taken, with the last number behind each: an archive can have a million. */
	const taken = new Map<string, number>();
	return (name) => {
		let unique = name;
		let n = taken.get(name) ?? 1;
		while (taken.has(unique)) unique = `${name}#${++n}`;
		taken.set(unique, 1);
		taken.set(name, n);
		return unique;
	};
}
