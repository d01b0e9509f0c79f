// The files of messages that are still there, and the pictures among them.
import type { Attachment, Message } from '@antiphon/sdk/core';
import { type FilePlace, isPicture } from '@antiphon/sdk/files';

export interface Shown {
  file: Attachment;
  place: FilePlace;
}

/** The pictures of these messages, in order. */
export const picturesIn = (messages: readonly Message[]): Shown[] =>
  filesIn(messages).filter(({ file }) => isPicture(file));

export const filesIn = (messages: readonly Message[]): Shown[] =>
  messages.flatMap(({ id: message_id, conversation_id, deleted_at, attachments = [] }) =>
    deleted_at
      ? []
      : attachments
          .filter(({ removed_at }) => !removed_at)
          .map((file) => ({
            file,
            place: { conversation_id, message_id, file_id: file.id },
          })),
  );
