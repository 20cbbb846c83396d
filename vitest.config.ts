import { defineConfig } from "vitest/config";

export default defineConfig({
	test: {
		include: ["src/**/*.test.ts", "src/**/*.test.tsx", "e2e/server/*.test.ts", "scripts/*.test.ts"],
		// By default one processor is left alone; nobody waits for it here.
		maxWorkers: "100%",
		testTimeout: 180_000,
		hookTimeout: 180_000,
		expect: { poll: { timeout: 60_000 } },
	},
});
