/** Starts the interface. Everything else lives in app/. */
import "@/styles/tokens.css";
import "@/styles/base.css";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { isProblem } from "@/api/problem";
import { fetchAhead } from "@/app/ahead";
import { queryClient } from "@/app/client";
import { router } from "@/app/router";
import { preferredLanguage, speak, useLanguage } from "@/ui/i18n";

/** A refusal of the server is shown in its place; anything else that was caught is a fault of ours. */
function tell(error: unknown): void {
  if (!isProblem(error)) reportError(error);
}

/** Everything is drawn anew in another language. */
function Spoken() {
  return <RouterProvider key={useLanguage()} router={router} />;
}

function start(): void {
  const root = document.getElementById("root");
  if (root === null) return;
  createRoot(root, { onCaughtError: tell }).render(
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <Spoken />
      </QueryClientProvider>
    </StrictMode>,
  );
}

void fetchAhead(window.location);
// A catalogue that can't be fetched leaves the interface in English.
speak(preferredLanguage()).then(start, start);
