/** Figures as words. */

export const milliseconds = (ms) =>
	ms < 1
		? `${ms.toFixed(2)} ms`
		: ms < 10
			? `${ms.toFixed(1)} ms`
			: ms < 10_000
				? `${Math.round(ms)} ms`
				: `${(ms / 1000).toFixed(1)} s`;

export const megabytes = (bytes) => `${(bytes / 1e6).toFixed(bytes < 1e8 ? 1 : 0)} MB`;

/** Memory of one of many. */
export const each = (bytes, count) => `${(bytes / count).toFixed(1)} B`;

export const kibibytes = (bytes) => `${Math.round(bytes / 1024)} KiB`;

export const mebibytes = (bytes) => `${Math.round(bytes / 2 ** 20)} MiB`;

export const speed = (bytes, ms) => `${(bytes / 1000 / ms).toFixed(bytes / ms < 1e5 ? 1 : 0)} MB/s`;

export const percent = (share) => `${Math.round(share * 100)} %`;

/** How a figure stands to its bar. */
export const bar = (met, words) => `${words}: ${met ? "met" : "MISSED"}`;
