/** Lines of output, gathered so that millions of them do not make millions of writes. */
import type { Terminal } from "./terminal";

const BATCH = 64 << 10;

export class Lines {
	readonly #terminal: Pick<Terminal, "out">;
	#waiting = "";

	constructor(terminal: Pick<Terminal, "out">) {
		this.#terminal = terminal;
	}

	/** A promise only when it is time to wait for the reader. */
	add(line: string): Promise<void> | undefined {
		this.#waiting += `${line}\n`;
		return this.#waiting.length < BATCH ? undefined : this.flush();
	}

	async flush(): Promise<void> {
		const text = this.#waiting;
		this.#waiting = "";
		if (text) await this.#terminal.out(text);
	}
}
