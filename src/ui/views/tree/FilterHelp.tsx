/** The words of the filter, explained where they are typed. */
import { CircleHelp } from "lucide-react";
import { Fragment } from "react";
import { Term } from "../../widgets/Term";

const EXAMPLES = [
	["ssh", "names that contain “ssh”"],
	["*.so", "names that end in “.so”"],
	["lib?.a", "any one character for the question mark"],
	["[0-9]*", "names that start with a digit; [!a-z] is any other than a to z"],
	["/etc/", "paths that contain “/etc/”: a slash makes the whole path count"],
	["/usr/*/sh", "full paths that match the pattern"],
] as const;

export const FilterHelp = () => (
	<Term
		className="btn btn-quiet btn-small btn-icon"
		label="What can be typed here"
		title="Filter over the whole image"
		doc={
			<>
				<p>Upper and lower case are the same. Escape clears the filter.</p>
				<dl className="tree-filter-help">
					{EXAMPLES.map(([query, meaning]) => (
						<Fragment key={query}>
							<dt>
								<code>{query}</code>
							</dt>
							<dd>{meaning}</dd>
						</Fragment>
					))}
				</dl>
			</>
		}
	>
		<CircleHelp aria-hidden />
	</Term>
);
