// One file as a message of its own: for screens that show no list of what is on its way.
import type { Client, SendOptions } from '../core/types.ts';
import { createUploads, type FileLike } from './uploads.ts';

/**
 * Sends the file in and then the message; the message's client_msg_id. Waits as long as there is no
 * line. Rejects, with the server's words, when the file is refused.
 */
export function sendFile(
  client: Pick<Client, 'options' | 'send'>,
  conversation_id: string,
  file: FileLike,
  { text = '', ...options }: SendOptions & { text?: string } = {},
): Promise<string> {
  const uploads = createUploads(client);
  return new Promise((sent, refused) => {
    uploads.subscribe(() => {
      const [one] = uploads.get();
      if (one?.state === 'done') {
        uploads.close();
        sent(client.send(conversation_id, text, { ...options, attachments: uploads.take() }));
      } else if (one?.state === 'failed') {
        uploads.close();
        refused(Object.assign(new Error(one.error!.message), one.error));
      }
    });
    uploads.add([file]);
  });
}
