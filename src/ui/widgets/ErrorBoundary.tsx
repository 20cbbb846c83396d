import { Component, type ReactNode } from "react";
import { type FailureInfo, failureInfo } from "../../base/errors";
import { FailureNotice } from "./FailureNotice";

interface BoundaryProps {
	/** A change of this text clears the error: the user went elsewhere. */
	readonly resetKey: string;
	readonly title?: string;
	/** Called before the contents are tried again, to drop failed answers. */
	readonly onRetry?: () => void;
	readonly children: ReactNode;
}

interface BoundaryState {
	readonly info?: FailureInfo | undefined;
	readonly resetKey: string;
}

/** Keeps a fault of one view inside that view. */
export class ErrorBoundary extends Component<BoundaryProps, BoundaryState> {
	override state: BoundaryState = { resetKey: this.props.resetKey };

	static getDerivedStateFromError(error: unknown): Partial<BoundaryState> {
		return { info: failureInfo(error) };
	}

	static getDerivedStateFromProps(props: BoundaryProps, state: BoundaryState) {
		return props.resetKey === state.resetKey ? null : { info: undefined, resetKey: props.resetKey };
	}

	retry = () => {
		this.props.onRetry?.();
		this.setState({ info: undefined });
	};

	override render() {
		const { info } = this.state;
		if (!info) return this.props.children;
		// Drawing again helps against some faults of ours, but brings nothing that did not come.
		return (
			<div className="boundary">
				<FailureNotice
					info={info}
					{...(this.props.title ? { title: this.props.title } : {})}
					onRetry={info.kind === "bug" ? this.retry : undefined}
				/>
			</div>
		);
	}
}
