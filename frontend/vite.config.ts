/** Build, development server (proxying to a running Catena) and unit tests. */
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const backend = `http://127.0.0.1:${process.env.CATENA_PORT ?? "8000"}`;

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  // Inlined fonts would be data: addresses, which font-src 'self' refuses.
  build: { outDir: "dist", assetsInlineLimit: 0, target: "es2022", sourcemap: false },
  server: { proxy: { "/api": backend, "/live": backend } },
  test: {
    environment: "jsdom",
    include: ["src/**/*.test.{ts,tsx}"],
    setupFiles: ["src/app/test-setup.ts"],
    css: { modules: { classNameStrategy: "non-scoped" } },
    restoreMocks: true,
  },
});
