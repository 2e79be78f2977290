// How do the built files get their .br and .gz twins, and who keeps the bundle within its budget?
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

/** Budgets in bytes after brotli (features.md §4.5): the build fails above them. */
export const BUDGETS = { entry: 350_000, charts: 180_000, chunk: 60_000 };

const COMPRESSIBLE = /\.(js|css|html|svg|json|webmanifest)$/;

/** Lists the files under a folder, folders within included. */
function filesUnder(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesUnder(path) : [path];
  });
}

/** Names what is above its budget, given brotli sizes by file name and the files that index.html asks for. */
export function overBudget(sizes: Record<string, number>, entryFiles: string[]): string[] {
  const entry = entryFiles.reduce((sum, name) => sum + (sizes[name] ?? 0), 0);
  const faults = entry > BUDGETS.entry ? [`entry: ${entry} > ${BUDGETS.entry} bytes`] : [];
  for (const [name, size] of Object.entries(sizes)) {
    if (!name.endsWith('.js') || entryFiles.includes(name)) continue;
    const limit = name.startsWith('charts-') ? BUDGETS.charts : BUDGETS.chunk;
    if (size > limit) faults.push(`${name}: ${size} > ${limit} bytes`);
  }
  return faults;
}

/** Writes .br and .gz beside every text file of the build and checks the budgets. */
export function precompress(folder: string): Plugin {
  return {
    name: 'laurel:precompress',
    apply: 'build',
    closeBundle() {
      const sizes: Record<string, number> = {};
      for (const path of filesUnder(folder)) {
        if (!COMPRESSIBLE.test(path)) continue;
        const raw = readFileSync(path);
        const brotli = brotliCompressSync(raw, {
          params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: raw.length },
        });
        sizes[basename(path)] = brotli.length;
        // index.html is completed by the server for every answer, so it has no fixed compressed form.
        if (path.endsWith('.html')) continue;
        writeFileSync(`${path}.br`, brotli);
        writeFileSync(`${path}.gz`, gzipSync(raw, { level: 9 }));
      }
      const html = readFileSync(join(folder, 'index.html'), 'utf8');
      const entryFiles = [...html.matchAll(/\/assets\/([^"]+)/g)].map((match) => match[1] ?? '');
      const entry = entryFiles.reduce((sum, name) => sum + (sizes[name] ?? 0), 0);
      const all = filesUnder(folder).reduce((sum, path) => sum + statSync(path).size, 0);
      console.log(`brotli: entry ${Math.round(entry / 1000)} kB; folder with twins ${Math.round(all / 1000)} kB`);
      const faults = overBudget(sizes, entryFiles);
      if (faults.length > 0) throw new Error(`bundle above its budget\n${faults.join('\n')}`);
    },
  };
}
