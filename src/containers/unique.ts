export type Names = (name: string) => string;

/** Names of parts, made different where a wrapper gives the same one twice: `boot`, `boot#2`. */
export function uniqueNames(): Names {
	const seen = new Map<string, number>();
	const used = new Set<string>();
	return (name) => {
		let unique = name;
		let n = seen.get(name) ?? 1;
		while (used.has(unique)) unique = `${name}#${++n}`;
		seen.set(name, n);
		used.add(unique);
		return unique;
	};
}
