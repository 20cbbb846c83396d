/** Runs of the fuzzer that were let go to their end: for the page of all findings. */
export interface Fuzzed {
	readonly of: string;
	/** The first seed. */
	readonly from: number;
	readonly runs: number;
	readonly finds: number;
}

export const fuzzed: readonly Fuzzed[] = [
	{ of: "images", from: 1_000_000, runs: 50_000, finds: 13 },
	{ of: "images", from: 5_000_000, runs: 440_000, finds: 2 },
	{ of: "images", from: 5_475_000, runs: 175_000, finds: 1 },
	{ of: "images", from: 5_655_000, runs: 55_000, finds: 0 },
	{ of: "images", from: 5_710_000, runs: 20_000, finds: 1 },
	{ of: "images", from: 5_730_000, runs: 18_000, finds: 0 },
	{ of: "images", from: 5_760_000, runs: 15_500, finds: 0 },
	{ of: "images", from: 5_780_000, runs: 3_000, finds: 0 },
	{ of: "images", from: 5_790_000, runs: 74_000, finds: 0 },
	{ of: "images", from: 5_864_000, runs: 30_000, finds: 0 },
	{ of: "images", from: 5_894_000, runs: 10_000, finds: 1 },
	{ of: "images", from: 5_904_000, runs: 20_000, finds: 0 },
	{ of: "wrappers", from: 7_700_000, runs: 20_000, finds: 1 },
	{ of: "wrappers", from: 8_800_000, runs: 20_000, finds: 0 },
	{ of: "wrappers", from: 77_000_000, runs: 20_000, finds: 1 },
	{ of: "wrappers", from: 88_000_000, runs: 24_000, finds: 0 },
	{ of: "wrappers", from: 129_000_000, runs: 22_000, finds: 0 },
	{ of: "wrappers", from: 203_000_000, runs: 20_000, finds: 0 },
	{ of: "wrappers", from: 231_000_000, runs: 24_000, finds: 0 },
	{ of: "folders", from: 201_000_000, runs: 20_000, finds: 0 },
	{ of: "folders", from: 202_000_000, runs: 24_000, finds: 1 },
	{ of: "folders", from: 232_000_000, runs: 12_000, finds: 0 },
];
