import { defineConfig } from "vite";
import { compressed } from "./build/compressed.ts";
import { withoutEval } from "./build/without-eval.ts";

// Every option that could make two builds differ, or a page fetch something twice, is said here.
export default defineConfig({
  base: "./",
  publicDir: "public",
  plugins: [withoutEval(), compressed()],
  build: {
    outDir: "../src/parvis/web/ui/static/dist",
    emptyOutDir: true,
    target: "es2022",
    cssTarget: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: "manifest.json",
    license: { fileName: "licenses.md" },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 900,
    rolldownOptions: {
      input: { main: "src/main.ts", frame: "src/frame.ts", embed: "src/embed.ts" },
    },
  },
});
