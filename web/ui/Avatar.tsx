// A person as initials on a tint that stays the same for the same id, with presence as
// a mark of shape and word; with a picture where there is one and it can be fetched.

import { useState } from 'react';
import styles from './Avatar.module.css';
import { cx } from './cx.ts';

export interface AvatarProps {
  name: string | null;
  /** What decides the tint: the principal's id. */
  of: string;
  size?: 's' | 'm' | 'l';
  online?: boolean | undefined;
  /** Its address; without one, or until it is there, the initials stand. */
  picture?: string | undefined;
}

/**
 * First letters of the first and last word; a person's sign when there is no name. The server calls
 * whoever gave none "Visitor" and a code, of which the end tells them apart.
 */
export function initials(name: string | null): string {
  const code = /^Visitor [0-9A-F]{2}([0-9A-F]{2})$/.exec(name ?? '')?.[1];
  if (code) return code;
  const words = (name ?? '').trim().split(/\s+/).filter(Boolean);
  const letters = [words[0], words.length > 1 ? words[words.length - 1] : undefined]
    .map((word) => (word ? [...word][0] : undefined))
    .filter((letter) => letter !== undefined);
  return letters.length > 0 ? letters.join('').toLocaleUpperCase() : '?';
}

/** One of five tints, spread by a small string hash: stable across reloads and machines. */
export function tint(of: string): number {
  let hash = 7;
  for (const letter of of) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) % 9973;
  return (hash % 5) + 1;
}

export function Avatar({ name, of, size = 'm', online, picture }: AvatarProps) {
  const [failed, setFailed] = useState<string | null>(null);
  return (
    <span className={cx(styles.avatar, styles[size], styles[`tint${tint(of)}`])} aria-hidden>
      {initials(name)}
      {picture && picture !== failed ? (
        <img
          className={styles.picture}
          src={picture}
          alt=""
          loading="lazy"
          onError={() => setFailed(picture)}
        />
      ) : null}
      {online === undefined ? null : <span className={cx(styles.mark, online && styles.online)} />}
    </span>
  );
}
