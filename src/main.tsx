/** Starts the page: location, theme, query cache, and the app. */
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import "./ui/tokens.css";
import "./ui/base.css";
import { App } from "./ui/App";
import { startRemembering } from "./ui/state/before";
import { startLocation } from "./ui/state/location";
import { startLaunches, startOffline } from "./ui/state/offline";
import { startTheme } from "./ui/state/theme";

startLocation();
startTheme();
startRemembering();
startLaunches();
startOffline();

/** An image does not change while it is open: answers stay true, and failures are shown, not repeated. */
const queries = new QueryClient({
	defaultOptions: {
		queries: {
			staleTime: Number.POSITIVE_INFINITY,
			retry: false,
			// Local images need no network, and remote ones report being offline themselves.
			networkMode: "always",
			// What failed meanwhile comes by itself as soon as there is a network again.
			refetchOnReconnect: true,
		},
	},
});

const root = document.getElementById("root");
if (!root) throw new Error("The page has no #root.");
createRoot(root).render(
	<StrictMode>
		<QueryClientProvider client={queries}>
			<App />
		</QueryClientProvider>
	</StrictMode>,
);
