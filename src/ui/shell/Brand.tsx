/** The mark: blocks of different length, packed. */
export const Brand = () => (
	<svg className="brand-mark" viewBox="0 0 32 32" aria-hidden="true">
		<rect className="brand-ground" width="32" height="32" rx="7" />
		<rect className="brand-block" x="7" y="7" width="18" height="4.5" rx="1.2" />
		<rect className="brand-block" x="7" y="13.75" width="11" height="4.5" rx="1.2" />
		<rect className="brand-block brand-faint" x="20" y="13.75" width="5" height="4.5" rx="1.2" />
		<rect className="brand-block" x="7" y="20.5" width="15" height="4.5" rx="1.2" />
	</svg>
);
