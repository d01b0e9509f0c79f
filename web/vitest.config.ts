// Unit tests of every package in one run. Three projects because the packages differ in what they
// may lean on: the core and the tools run without a DOM (which proves they need none), the widget
// compiles JSX for Preact, the rest for React. Browser specs are not here: see e2e/.
import { defineConfig } from 'vitest/config';
import { chatbotStyle, nativePalette, widgetStyle } from './tools/styles.mjs';

export default defineConfig({
  test: {
    // Without it one core stays free, which is half of two.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'plain',
          environment: 'node',
          include: [
            'sdk/core/**/*.test.ts',
            'sdk/files/**/*.test.ts',
            'sdk/bot/**/*.test.ts',
            'sdk/notices/**/*.test.ts',
            'markdown/**/*.test.ts',
            'emoji/**/*.test.ts',
            'tools/**/*.test.mjs',
            'tokens/**/*.test.ts',
            'e2e/**/*.test.ts',
          ],
        },
      },
      {
        plugins: [widgetStyle()],
        oxc: { jsx: { runtime: 'classic' as const, pragma: 'h', pragmaFrag: 'Fragment' } },
        test: { name: 'preact', environment: 'happy-dom', include: ['widget/**/*.test.{ts,tsx}'] },
      },
      {
        plugins: [chatbotStyle(), nativePalette()],
        resolve: {
          alias: { 'react-native': new URL('sdk/native/testing.tsx', import.meta.url).pathname },
        },
        oxc: { jsx: { runtime: 'automatic' as const, importSource: 'react' } },
        test: {
          name: 'react',
          environment: 'happy-dom',
          include: [
            'sdk/*.test.ts',
            'sdk/react/**/*.test.{ts,tsx}',
            'sdk/{chatbot,native}/**/*.test.{ts,tsx}',
            'ui/**/*.test.{ts,tsx}',
            'workspace/**/*.test.{ts,tsx}',
          ],
        },
      },
    ],
  },
});
