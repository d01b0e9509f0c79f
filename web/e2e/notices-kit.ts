// A machine that tells people about their tasks, by an API key over plain HTTP, and what it tells for pictures.
import { picture, sendIn, text } from './files-kit.ts';
import { type Server, signIn } from './harness.ts';

export interface Sender {
  key: string;
  /** Tells somebody; the id of the notice. */
  tells(userId: string, change?: Record<string, unknown>): Promise<string>;
  works(userId: string, taskId: string, isTyping?: boolean): Promise<void>;
}

export async function sender(server: Server, name = 'Scheduling agent'): Promise<Sender> {
  const admin = await signIn(server, 'admin');
  // The last is for sending files in.
  const scopes = ['notices:write', 'notices:read', 'conversations:write'];
  const { key } = await admin.request<{ key: string }>('POST', '/api/keys', { name, scopes });
  async function post(path: string, body: object): Promise<{ messageId: string } | null> {
    const answer = await fetch(server.url + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const told = await answer.text();
    if (!answer.ok) throw new Error(`POST ${path}: ${answer.status} ${told}`);
    return told ? JSON.parse(told) : null;
  }
  return {
    key,
    async tells(userId, change = {}) {
      const standard = { type: 'confirmation', content: 'Your meeting is booked.' };
      const sent = await post('/api/chat-messages', { ...standard, userId, ...change });
      return sent!.messageId;
    },
    async works(userId, taskId, isTyping = true) {
      await post('/api/notices/working', { userId, taskId, isTyping });
    },
  };
}

/** The id of whoever signs in with this role. */
export async function idOf(server: Server, role: 'agent' | 'admin'): Promise<string> {
  const one = await signIn(server, role);
  return (await one.request<{ id: string }>('GET', '/api/me')).id;
}

/** One of each, with all that a card can have; the oldest two are read. */
export async function fill(server: Server, role: 'agent' | 'admin'): Promise<Sender> {
  const agent = await sender(server);
  const to = await idOf(server, role);
  const who = await signIn(server, role);
  const read = [
    await agent.tells(to, {
      type: 'scheduling_update',
      taskId: 'task_117',
      priority: 'low',
      content: 'Looking for a time that suits all three of you.',
    }),
    await agent.tells(to, {
      type: 'cancellation',
      taskId: 'task_112',
      content: 'The call with Hannah Berg on Thursday was called off. She asks for another day.',
    }),
  ];
  await who.request('POST', '/api/chat-messages/mark-read', { messageIds: read });
  await agent.tells(to, {
    type: 'info',
    content: 'Two other times are free as well:\n• Wednesday, 10:00\n• Thursday, 16:30',
    data: { slots: ['2026-12-02T10:00:00Z', '2026-12-03T16:30:00Z'], timezone: 'Europe/Lisbon' },
  });
  await agent.tells(to, {
    type: 'error',
    taskId: 'task_120',
    priority: 'urgent',
    content: 'The calendar of Tomás could not be read: his sign-in there has ended.',
    data: { url: 'https://calendar.example/reconnect' },
  });
  await agent.tells(to, {
    type: 'clarification',
    taskId: 'task_121',
    priority: 'high',
    content:
      'Which title shall the meeting have? The request (https://mail.example/r/42) names none.',
    data: {
      actions: [
        { label: 'Answer', url: '/app/conversations' },
        { label: 'Run it', url: 'javascript:alert(1)' },
      ],
    },
  });
  const attachments = [
    await sendIn(server, agent.key, picture('Meeting room.png')),
    await sendIn(server, agent.key, text('Invitation.ics.txt', 'BEGIN:VCALENDAR\n'.repeat(30))),
  ];
  await agent.tells(to, {
    taskId: 'task_117',
    content: 'Your meeting with Ines Duarte is booked for Monday at 14:00.',
    attachments,
    data: {
      eventId: 'event_789',
      actions: [
        { label: 'Open in the calendar', url: 'https://calendar.example/e/789' },
        { label: 'Talk with Ines', url: '/app/conversations?q=Ines' },
      ],
    },
  });
  return agent;
}
