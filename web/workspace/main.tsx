// Entry: mounts the workspace. Everything else is reached from shell/App.
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createRoot } from 'react-dom/client';
import { App } from './shell/App.tsx';
import { retryAfter, retryable } from './shell/server.ts';
import './global.css';

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

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(
  <QueryClientProvider client={queries}>
    <App />
  </QueryClientProvider>,
);
