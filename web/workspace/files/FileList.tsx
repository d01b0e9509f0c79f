// The files of the messages that are loaded, newest first: for the panel beside a conversation.
import type { Message } from '@antiphon/sdk/core';
import { fileSize, isPicture } from '@antiphon/sdk/files';
import { useClient } from '@antiphon/sdk/react';
import { IconButton } from '@antiphon/ui';
import { Download, Maximize2 } from 'lucide-react';
import { useNow } from '../shell/browser.ts';
import { fullTime, shortTime } from '../shell/time.ts';
import { everywhere } from '../words/everywhere.ts';
import { locale } from '../words/language.ts';
import { download } from './download.ts';
import styles from './FileList.module.css';
import { FileSign } from './FileSign.tsx';
import { say } from './say.ts';
import { filesIn } from './shown.ts';

export interface FileListProps {
  messages: readonly Message[];
  hasOlder: boolean;
  onPicture: (file_id: string) => void;
}

export function FileList({ messages, hasOlder, onPicture }: FileListProps) {
  const client = useClient();
  const now = useNow(60_000);
  const byId = new Map(messages.map((message) => [message.id, message]));
  return (
    <>
      <ul className={styles.list}>
        {filesIn(messages)
          .reverse()
          .map(({ file, place }) => {
            const message = byId.get(place.message_id);
            return (
              <li key={file.id} className={styles.file}>
                <span className={styles.sign}>
                  <FileSign mime={file.mime} />
                </span>
                <span className={styles.words}>
                  <bdi className={styles.name} title={file.name}>
                    {file.name}
                  </bdi>
                  {message ? (
                    <span className={styles.facts}>
                      <bdi>{message.sender.name || everywhere.visitor}</bdi>
                      {message.kind === 'note' ? say.inNote : ''} · {fileSize(file.size, locale)} ·{' '}
                      <time dateTime={message.created_at} title={fullTime(message.created_at)}>
                        {shortTime(Date.parse(message.created_at), now)}
                      </time>
                    </span>
                  ) : null}
                </span>
                {isPicture(file) ? (
                  <IconButton
                    name={say.opens(file.name)}
                    size="s"
                    onPress={() => onPicture(file.id)}
                  >
                    <Maximize2 aria-hidden className={styles.small} />
                  </IconButton>
                ) : null}
                <IconButton
                  name={say.downloads(file.name)}
                  size="s"
                  onPress={() => void download(client, place, file.name)}
                >
                  <Download aria-hidden className={styles.small} />
                </IconButton>
              </li>
            );
          })}
      </ul>
      {hasOlder ? <p className={styles.more}>{say.olderMore}</p> : null}
    </>
  );
}
