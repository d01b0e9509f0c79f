// The files of a notice: each a card that saves it, a picture with a small one of itself. Where to fetch them is
// asked for when they come into sight, and anew once that has ended.
import type { Attachment } from '@antiphon/sdk/core';
import { type FileAddress, fileSize, isPicture } from '@antiphon/sdk/files';
import { useClient } from '@antiphon/sdk/react';
import { Press, toast } from '@antiphon/ui';
import { useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useRef, useState } from 'react';
import { save } from '../files/download.ts';
import { FileSign } from '../files/FileSign.tsx';
import { useNear } from '../files/near.ts';
import { say as sayFiles } from '../files/say.ts';
import { sentence } from '../shell/server.ts';
import { everywhere } from '../words/everywhere.ts';
import { locale } from '../words/language.ts';
import styles from './Card.module.css';

type Answer = FileAddress & { expires_in: number };

export function Attached({ notice, files }: { notice: string; files: readonly Attachment[] }) {
  if (!files.length) return null;
  return (
    <ul className={styles.files} aria-label={everywhere.files}>
      {files.map((file) => (
        <li key={file.id} className={styles.file}>
          <OneFile notice={notice} file={file} />
        </li>
      ))}
    </ul>
  );
}

function OneFile({ notice, file }: { notice: string; file: Attachment }) {
  const client = useClient();
  const box = useRef<HTMLButtonElement>(null);
  const isNear = useNear(box);
  const [isPending, setPending] = useState(false);
  const path = `/api/notices/${notice}/files/${file.id}`;
  const small = useQuery({
    queryKey: ['notice-file', notice, file.id],
    queryFn: () => client.request<Answer>('GET', path),
    enabled: isNear && isPicture(file) && !file.removed_at,
    staleTime: 60_000,
    refetchOnWindowFocus: false,
    retry: false,
  });
  const [isLost, setLost] = useState(false);
  const picture = isLost ? null : small.data?.thumbnail_url;

  async function get() {
    setPending(true);
    try {
      const { url } = await client.request<Answer>('GET', path);
      save(url, file.name);
    } catch (error) {
      toast({ text: sayFiles.notDownloaded(file.name, sentence(error)) });
    } finally {
      setPending(false);
    }
  }

  const inside = (
    <>
      <span className={styles.fileSign}>
        {picture ? (
          <img className={styles.picture} src={picture} alt="" onError={() => setLost(true)} />
        ) : (
          <FileSign mime={file.mime} />
        )}
      </span>
      <span className={styles.fileWords}>
        <span className={styles.fileName} title={file.name}>
          <bdi>{file.name}</bdi>
        </span>
        <span className={styles.fileSize}>
          {file.removed_at ? sayFiles.takenAway : fileSize(file.size, locale)}
        </span>
      </span>
    </>
  );
  if (file.removed_at) return <span className={styles.fileCard}>{inside}</span>;
  return (
    <Press ref={box} className={styles.fileCard} isPending={isPending} onPress={() => void get()}>
      <span className="unseen">{everywhere.download}</span>
      {inside}
      <Download aria-hidden className={styles.out} />
    </Press>
  );
}
