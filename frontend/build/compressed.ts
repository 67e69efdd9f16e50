// Writes a gzip and a Brotli copy beside each text file of the build: the server sends them as they are.
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import type { Plugin } from "vite";

const TEXT = /\.(js|css|svg|json|topojson)$/;
const LEAST = 500;

export function compressed(): Plugin {
  let folder = "";
  return {
    name: "compressed",
    apply: "build",
    configResolved(config) {
      folder = join(config.root, config.build.outDir);
    },
    async closeBundle() {
      for (const name of (await readdir(folder, { recursive: true })).filter((each) => TEXT.test(each))) {
        const content = await readFile(join(folder, name));
        if (content.length < LEAST || name === "manifest.json") continue;
        await writeFile(join(folder, `${name}.gz`), gzipSync(content, { level: 9 }));
        await writeFile(join(folder, `${name}.br`), brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: content.length } }));
      }
    },
  };
}
