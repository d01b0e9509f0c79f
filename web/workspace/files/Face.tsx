// How somebody looks, with what changes it: another picture is chosen, or it is taken away.
import { Avatar, IconButton, Menu } from '@antiphon/ui';
import { ImagePlus } from 'lucide-react';
import { useRef } from 'react';
import { sendBytes } from '../contacts/ask.ts';
import { say } from '../contacts/say.ts';
import styles from './Face.module.css';

export interface FaceProps {
  name: string;
  of: string;
  picture: string | undefined;
  mayChange: boolean;
  hasOne: boolean;
  isPending: boolean;
  /** Null takes it away. */
  onChange: (file: File | null) => void;
}

export function Face({ name, of, picture, mayChange, hasOne, isPending, onChange }: FaceProps) {
  const field = useRef<HTMLInputElement>(null);
  return (
    <div className={styles.face}>
      <Avatar name={name} of={of} size="l" picture={picture} />
      {mayChange ? (
        <>
          <input
            ref={field}
            type="file"
            className={styles.file}
            accept="image/png,image/jpeg,image/gif,image/webp"
            aria-label={say.pictureOf(name)}
            tabIndex={-1}
            onChange={(event) => {
              const [file] = event.target.files ?? [];
              if (file) onChange(file);
              event.target.value = '';
            }}
          />
          <Menu
            name={say.picture}
            trigger={(open) => (
              <IconButton {...open} size="s" name={say.changePicture} isPending={isPending}>
                <ImagePlus aria-hidden />
              </IconButton>
            )}
            groups={[
              {
                deeds: [
                  { label: say.choosePicture, run: () => field.current?.click() },
                  hasOne && {
                    label: say.takePicture,
                    tone: 'danger',
                    run: () => onChange(null),
                  },
                ],
              },
            ]}
          />
        </>
      ) : null}
    </div>
  );
}

/** Sends a picture in; answers the file's id. */
export async function sendPicture(file: File): Promise<string> {
  const form = new FormData();
  form.append('file', file);
  return (await sendBytes<{ id: string }>('/api/files', form, null, () => {}).answer).id;
}
