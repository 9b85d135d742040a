/** The journey of a large file alone, on a Catena of its own: see bench/big-upload.sh. */
import { defineConfig } from "@playwright/test";
import usual from "../playwright.config";

const { globalSetup: _, projects: __, ...rest } = usual;

export default defineConfig({ ...rest, testDir: ".", testMatch: "big-uploads.spec.ts" });
