// How is the single-page app built? Hashed assets, chrome107 at the least, precompressed.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { precompress } from './build/precompress.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const { version } = JSON.parse(readFileSync(here('./package.json'), 'utf8')) as { version: string };

export default defineConfig({
  plugins: [react(), precompress(here('./dist'))],
  define: { __LAUREL_VERSION__: JSON.stringify(version) },
  build: {
    target: 'chrome107',
    cssTarget: 'chrome107',
    // No data: addresses, so that the content security policy can stay at 'self'.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'charts', test: /node_modules[\\/](echarts|zrender)[\\/]/, priority: 2 },
            { name: 'vendor', test: /node_modules/, priority: 1 },
            // Kit and client serve every page: one file instead of twenty small ones. The words of a language come by themselves.
            { name: 'kit', test: /src[\\/](shared|api)[\\/](?!ui[\\/](Series|Point)?Chart\.|i18n[\\/][\w-]+\.json)/, priority: 1 },
          ],
        },
      },
    },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:8080' } },
  test: { environment: 'node', include: ['src/**/*.test.ts', 'build/**/*.test.ts'] },
});
