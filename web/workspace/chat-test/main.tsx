// The page on which the chatbot is tried: sign in as one of the workspace's people, and it stands there
// as a CRM's page would have it, with the three props of its own and the page's cookie.
import { EnhancedChatBot } from '@antiphon/sdk/chatbot';
import { Button } from '@antiphon/ui';
import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import SignIn from '../accounts/SignIn.tsx';
import { door, isApiError } from '../shell/server.ts';
import '../global.css';
import styles from './chat-test.module.css';

interface Me {
  name: string;
  role: string | null;
  workspace: { name: string };
}

function ChatTest() {
  const [conversation, setConversation] = useState<string | null>(null);
  const [ended, setEnded] = useState<'here' | null>(null);
  const me = useQuery({
    queryKey: ['chat-test'],
    queryFn: () =>
      door.request<Me>('GET', '/api/me').catch((error) => {
        if (isApiError(error) && error.status === 401) return null;
        throw error;
      }),
  });
  if (me.isError)
    return (
      <main className={styles.page}>
        <p>The server cannot be reached.</p>
        <Button onPress={() => me.refetch()}>Try again</Button>
      </main>
    );
  if (me.data === undefined) return null;
  if (me.data === null) return <SignIn ended={ended} onSignedIn={() => me.refetch()} />;
  const { name, role, workspace } = me.data;
  return (
    <main className={styles.page}>
      <h1>Chat test</h1>
      <p>
        Signed in to <bdi>{workspace.name}</bdi> as <bdi>{name}</bdi>
        {role && ` (${role})`}. The chat stands at the lower right.
      </p>
      <p>
        Conversation: <code>{conversation ?? 'begins with the first message'}</code>
      </p>
      <Button
        onPress={async () => {
          await door.request('POST', '/api/auth/logout').catch(() => {});
          setEnded('here');
          setConversation(null);
          void me.refetch();
        }}
      >
        Sign out
      </Button>
      <EnhancedChatBot
        botName="CRM Assistant"
        position="bottom-right"
        onConversationChange={setConversation}
      />
    </main>
  );
}

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(
  <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: 1 } } })}>
    <ChatTest />
  </QueryClientProvider>,
);
