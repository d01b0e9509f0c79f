// How the workspace is built: into dist/app only (the widget builds beside it), hashed files,
// lazy routes as their own chunks. In development it passes the API on to a running server.
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';
import { chatbotStyle } from '../tools/styles.mjs';

const server = process.env.ANTIPHON_URL ?? 'http://127.0.0.1:8080';

/**
 * React Aria carries its few dozen words in 34 languages, all of them in the bundle. Those that the
 * workspace does not speak are left out, which saves about a tenth of the first route; React Aria takes
 * its English where there is nothing. A further language of the workspace is to be named here.
 */
function ownLanguages(): Plugin {
  const spoken = /\/(en-US|de-DE|fr-FR|es-ES|pt-BR|ja-JP|ar-AE)\.m?js$/;
  return {
    name: 'own-languages',
    enforce: 'pre',
    load(id) {
      const path = id.split('?')[0] ?? id;
      if (
        !/react-aria|react-stately/.test(path) ||
        !/\/intl\/.*\/[a-z]{2}-[A-Z]{2}\.m?js$/.test(path)
      )
        return null;
      return spoken.test(path) ? null : 'export default null;';
    },
  };
}

/** The icons of the first route that later routes show too: one file instead of one each. */
const firstIcons =
  /lucide-react.*\/icons\/(arrow-down|arrow-left|bell|chart-column|check|download|ellipsis|inbox|message-square-text|messages-square|search|search-x|users)\.m?js$/;

/** What every page stands on: in one file, which is smaller than ten and stays the same from build to build. */
const libraries =
  /node_modules\/(@tanstack|react|react-dom|regexparam|scheduler|use-sync-external-store|wouter)\//;

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: '/app/',
  plugins: [ownLanguages(), chatbotStyle()],
  build: {
    outDir: '../dist/app',
    emptyOutDir: true,
    // The size gate reads from it which files a route loads.
    manifest: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      input: { app: 'index.html', 'chat-test': 'chat-test/index.html' },
      output: {
        codeSplitting: {
          groups: [
            { name: 'libraries', test: libraries },
            { name: 'icons', test: firstIcons },
          ],
        },
      },
      // "use client" in libraries speaks to server renderers, which there are none of here.
      onwarn: (warning, warn) => {
        if (warning.code !== 'MODULE_LEVEL_DIRECTIVE') warn(warning);
      },
    },
  },
  server: {
    proxy: {
      '/api': { target: server, ws: true },
      '/widget': { target: server },
    },
  },
});
