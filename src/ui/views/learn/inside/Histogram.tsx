/** A few counts side by side, as bars with their names. */
interface HistogramProps {
	readonly label: string;
	readonly counts: readonly number[];
	/** Of each count, shown under its bar. */
	readonly names: readonly string[];
}

export function Histogram({ label, counts, names }: HistogramProps) {
	const most = Math.max(1, ...counts);
	return (
		<figure>
			<figcaption className="learn-small">{label}</figcaption>
			<ul className="inside-lengths">
				{counts.map((count, i) => (
					<li key={names[i]} title={`${names[i]}: ${count}`}>
						<span style={{ height: `${(count / most) * 100}%` }} aria-hidden />
						<small>{names[i]}</small>
						<span className="hidden-text">: {count}</span>
					</li>
				))}
			</ul>
		</figure>
	);
}
