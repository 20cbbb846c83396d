/** `npm start`: the explorer on this machine, opened in a browser where there is a screen. */
import { createServer } from "vite";

const hasScreen =
	["darwin", "win32"].includes(process.platform) ||
	Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);

const server = await createServer({ server: { open: hasScreen && !process.env.CI } });
await server.listen();
server.printUrls();
server.bindCLIShortcuts({ print: true });
