// Mounts the workspace, in the language that main.tsx has settled.
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { I18nProvider } from 'react-aria-components/I18nProvider';
import { createRoot } from 'react-dom/client';
import { App } from './shell/App.tsx';
import { retryAfter, retryable } from './shell/server.ts';
import { locale } from './words/language.ts';

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      // What the server refused stays refused: only failures of the way there are tried again.
      retry: (count, error) => count < 3 && retryable(error),
      retryDelay: retryAfter,
    },
  },
});

export function start(): void {
  const root = document.getElementById('root');
  if (!root) throw new Error('index.html has no #root');
  createRoot(root).render(
    <QueryClientProvider client={queries}>
      <I18nProvider locale={locale}>
        <App />
      </I18nProvider>
    </QueryClientProvider>,
  );
}
