/** An independent web server for tests: nginx of this machine on a free port, files of a folder. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** Where packages put it; a user's PATH often leaves the second out. */
const FOLDERS = [...(process.env.PATH ?? "").split(delimiter), "/usr/sbin", "/usr/local/sbin"];

/** Path of the program, or undefined. */
export const nginxPath = FOLDERS.map((folder) => join(folder, "nginx")).find((path) =>
	existsSync(path),
);

export interface Nginx {
	/** `http://127.0.0.1:port` */
	readonly origin: string;
	close(): Promise<void>;
}

async function freePort(): Promise<number> {
	const server = createServer().listen(0, "127.0.0.1");
	await once(server, "listening");
	const address = server.address();
	server.close();
	if (!address || typeof address === "string") throw new Error("no port");
	return address.port;
}

/**
 * - `/plain/`   as nginx comes: ranges, strong tags
 * - `/gzip/`    compresses everything
 * - `/whole/`   without ranges
 */
const configuration = (port: number, folder: string, own: string) => `
daemon off;
master_process off;
pid ${own}/pid;
error_log ${own}/errors;
events {}
http {
	access_log off;
	default_type application/octet-stream;
	client_body_temp_path ${own}/body;
	proxy_temp_path ${own}/proxy;
	fastcgi_temp_path ${own}/fastcgi;
	uwsgi_temp_path ${own}/uwsgi;
	scgi_temp_path ${own}/scgi;
	server {
		listen 127.0.0.1:${port};
		add_header Access-Control-Allow-Origin *;
		add_header Access-Control-Expose-Headers "Content-Range, ETag";
		location /plain/ { alias ${folder}/; }
		location /gzip/ {
			alias ${folder}/;
			gzip on;
			gzip_types *;
			gzip_min_length 1;
		}
		location /whole/ {
			alias ${folder}/;
			max_ranges 0;
		}
	}
}
`;

/** @throws Error with what nginx said when it does not start. */
export async function startNginx(folder: string): Promise<Nginx> {
	if (!nginxPath) throw new Error("there is no nginx");
	const own = mkdtempSync(join(tmpdir(), "nginx-"));
	const port = await freePort();
	const file = join(own, "conf");
	writeFileSync(file, configuration(port, folder, own));
	const server = spawn(nginxPath, ["-c", file, "-p", own, "-e", join(own, "errors")], {
		stdio: ["ignore", "ignore", "pipe"],
	});
	let said = "";
	server.stderr.on("data", (piece) => {
		said += piece;
	});
	const origin = `http://127.0.0.1:${port}`;
	while (!(await answers(origin))) {
		if (server.exitCode !== null) throw new Error(`nginx did not start: ${said}`);
		await sleep(20);
	}
	return {
		origin,
		async close() {
			const ended = once(server, "exit");
			server.kill("SIGQUIT");
			await ended;
			rmSync(own, { recursive: true, force: true });
		},
	};
}

const answers = (origin: string): Promise<boolean> =>
	fetch(origin).then(
		() => true,
		() => false,
	);
