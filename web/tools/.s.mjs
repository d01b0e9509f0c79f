import { brotliCompressSync, constants } from 'node:zlib';
import { build } from '/work/main/web/node_modules/vite/dist/node/index.js';

for (const e of process.argv.slice(2)) {
  const out = await build({
    root: '/work/main/web',
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      target: 'es2022',
      minify: true,
      emptyOutDir: false,
      modulePreload: false,
      rolldownOptions: {
        input: e,
        preserveEntrySignatures: 'strict',
        external: ['react', 'react/jsx-runtime'],
      },
    },
  });
  const code = (out[0] ?? out).output[0].code;
  console.log(
    e,
    code.length,
    brotliCompressSync(code, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length,
  );
}
