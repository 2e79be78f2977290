// Where does the app start? Language, theme, data, routes.
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import i18next from 'i18next';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { RouterProvider } from 'react-router/dom';
import { mayPass } from '../api/problems';
import { startLanguage } from '../shared/i18n';
import { ThemeProvider } from '../shared/ui';
import { router } from './router';

await startLanguage();

const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      retry: (failures, error) => failures < 2 && mayPass(error),
      retryDelay: (attempt) => 600 * 2 ** attempt,
    },
  },
});

// Failures were told in the old language: ask again, so that no screen mixes two.
i18next.on('languageChanged', () => {
  void queryClient.refetchQueries({ predicate: (query) => query.state.status === 'error' });
});

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <ThemeProvider>
        <RouterProvider router={router} />
      </ThemeProvider>
    </QueryClientProvider>
  </StrictMode>,
);
