/** The words of the filter, explained where they are typed. */
import { Popover } from "@base-ui/react/popover";
import { CircleHelp } from "lucide-react";
import { Fragment } from "react";

const EXAMPLES = [
	["ssh", "names that contain “ssh”"],
	["*.so", "names that end in “.so”"],
	["lib?.a", "any one character for the question mark"],
	["[0-9]*", "names that start with a digit; [!a-z] is any other than a to z"],
	["/etc/", "paths that contain “/etc/”: a slash makes the whole path count"],
	["/usr/*/sh", "full paths that match the pattern"],
] as const;

export function FilterHelp() {
	return (
		<Popover.Root>
			<Popover.Trigger
				openOnHover
				delay={250}
				className="btn btn-quiet btn-small btn-icon"
				aria-label="What can be typed here"
			>
				<CircleHelp aria-hidden />
			</Popover.Trigger>
			<Popover.Portal>
				<Popover.Positioner className="tip-layer" side="bottom" align="end" sideOffset={6}>
					<Popover.Popup className="term-card" initialFocus={false}>
						<Popover.Title className="term-title" render={<p />}>
							Filter over the whole image
						</Popover.Title>
						<Popover.Description render={<p />}>
							Upper and lower case are the same. Escape clears the filter.
						</Popover.Description>
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
					</Popover.Popup>
				</Popover.Positioner>
			</Popover.Portal>
		</Popover.Root>
	);
}
