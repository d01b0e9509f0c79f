// The files of a message: pictures small, everything else as cards. The room of a picture is kept
// before it comes, so that nothing moves. One that cannot be shown is a card too.
import type { Attachment } from '@antiphon/sdk/core';
import { type FilePlace, fileSize, fit, isPicture } from '@antiphon/sdk/files';
import { useClient } from '@antiphon/sdk/react';
import { cx, Press } from '@antiphon/ui';
import { Download } from 'lucide-react';
import { useRef, useState } from 'react';
import { everywhere } from '../words/everywhere.ts';
import { locale } from '../words/language.ts';
import styles from './Attachments.module.css';
import { download } from './download.ts';
import { FileSign } from './FileSign.tsx';
import { say } from './say.ts';
import { useThumbnail } from './thumbnail.ts';

/** Of a small picture in the thread, in pixels of the page. */
const room = { width: 320, height: 240 };

export interface AttachmentsProps {
  files: readonly Attachment[];
  /** Whose they are; null while the message is on its way: then there is nothing to fetch. */
  message: { id: string; conversation_id: string } | null;
  isAtEnd: boolean;
  onPicture: (file_id: string) => void;
}

export function Attachments({ files, message, isAtEnd, onPicture }: AttachmentsProps) {
  return (
    <ul className={cx(styles.files, isAtEnd && styles.end)} aria-label={everywhere.files}>
      {files.map((file) => {
        // What an admin took away is named, and cannot be fetched.
        const place = !file.removed_at &&
          message && {
            conversation_id: message.conversation_id,
            message_id: message.id,
            file_id: file.id,
          };
        return (
          <li key={file.id} className={styles.file}>
            {place && isPicture(file) ? (
              <Picture file={file} place={place} onOpen={() => onPicture(file.id)} />
            ) : (
              <Card file={file} place={place || null} />
            )}
          </li>
        );
      })}
    </ul>
  );
}

interface PictureProps {
  file: Attachment;
  place: FilePlace;
  onOpen: () => void;
}

function Picture({ file, place, onOpen }: PictureProps) {
  const box = useRef<HTMLButtonElement>(null);
  const { address, isLost, onError } = useThumbnail(place, box);
  if (isLost) return <Card file={file} place={place} />;
  return (
    <Press
      ref={box}
      className={styles.picture}
      aria-label={say.openPicture(file.name)}
      onPress={onOpen}
    >
      <img alt="" {...fit(file, room)} {...(address ? { src: address } : {})} onError={onError} />
    </Press>
  );
}

export function Card({ file, place }: { file: Attachment; place: FilePlace | null }) {
  const client = useClient();
  const [isPending, setPending] = useState(false);
  const inside = (
    <>
      <span className={styles.sign}>
        <FileSign mime={file.mime} />
      </span>
      <span className={styles.words}>
        <bdi className={styles.name} title={file.name}>
          {file.name}
        </bdi>
        <span className={styles.size}>
          {file.removed_at ? say.takenAway : fileSize(file.size, locale)}
        </span>
      </span>
    </>
  );
  if (!place) return <span className={styles.card}>{inside}</span>;
  return (
    <Press
      className={styles.card}
      isPending={isPending}
      onPress={() => {
        setPending(true);
        void download(client, place, file.name).finally(() => setPending(false));
      }}
    >
      <span className="unseen">{everywhere.download}</span>
      {inside}
      <Download aria-hidden className={styles.get} />
    </Press>
  );
}
