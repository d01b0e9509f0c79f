// One notice: what kind it is, what is said, what can be done, and by whom it was sent about which task. Its text is
// shown as it was written; its links and buttons open and never run anything.
import type { Notice } from '@antiphon/sdk/notices';
import { Badge, Button, cx, IconButton, Press } from '@antiphon/ui';
import { ExternalLink, Mail, MailOpen } from 'lucide-react';
import { useId, useState } from 'react';
import { Link } from 'wouter';
import { fullTime, timeOfDay } from '../shell/time.ts';
import { Attached } from './Attached.tsx';
import styles from './Card.module.css';
import { type Action, actionsOf, type Field, fieldsOf, linked } from './data.ts';
import { kindOf, priorities } from './kinds.tsx';
import { say } from './say.ts';

export interface CardProps {
  notice: Notice;
  onRead: (isRead: boolean) => void;
  /** Narrows the list to this task; nothing where it is narrowed already. */
  onTask?: ((task: string) => void) | undefined;
}

/** Longer texts and ones with more lines begin folded. */
const LONG = 700;
const MANY_LINES = 10;

export function Card({ notice, onRead, onTask }: CardProps) {
  const { type, priority, task_id, content, sender, created_at, read_at, attachments } = notice;
  const id = useId();
  const { tone, icon } = kindOf(type);
  const at = Date.parse(created_at);
  const actions = actionsOf(notice.data);
  const fields = fieldsOf(notice.data, actions);
  const name: string = say.types[type] ?? type;
  const opened = () => !read_at && onRead(true);
  return (
    <article
      className={cx(styles.card, !read_at && styles.unread)}
      aria-labelledby={`${id}-kind`}
      aria-describedby={`${id}-text`}
    >
      <span className={cx(styles.sign, styles[tone])}>{icon}</span>
      <div className={styles.inside}>
        <header className={styles.head}>
          <div className={styles.who}>
            <h3 className={styles.kind} id={`${id}-kind`}>
              {read_at ? null : <span className="unseen">{say.unreadMark}</span>}
              {name}
            </h3>
            {priority !== 'normal' ? (
              <Badge tone={priorities[priority] ?? 'plain'}>{say.priorities[priority]}</Badge>
            ) : null}
            <span className={styles.from}>
              <bdi>{sender.name}</bdi>
            </span>
          </div>
          <div className={styles.at}>
            <time className={styles.time} dateTime={created_at} title={fullTime(at)}>
              {timeOfDay(at)}
            </time>
            <IconButton
              name={read_at ? say.markUnread : say.markRead}
              size="s"
              onPress={() => onRead(!read_at)}
            >
              {read_at ? <Mail aria-hidden /> : <MailOpen aria-hidden />}
            </IconButton>
          </div>
        </header>
        <Said id={`${id}-text`} content={content} />
        {actions.length ? (
          <ul className={styles.actions} aria-label={say.actions}>
            {actions.map((action) => (
              <li key={action.href}>
                <Act action={action} onPress={opened} />
              </li>
            ))}
          </ul>
        ) : null}
        <Attached notice={notice.id} files={attachments} />
        {task_id || fields.length ? (
          <footer className={styles.foot}>
            {task_id ? <Task task={task_id} onTask={onTask} /> : null}
            {fields.length ? <Details fields={fields} /> : null}
          </footer>
        ) : null}
      </div>
    </article>
  );
}

function Said({ id, content }: { id: string; content: string }) {
  const isLong = content.length > LONG || content.split('\n').length > MANY_LINES;
  const [isWhole, setWhole] = useState(false);
  return (
    <div className={styles.said}>
      <p id={id} className={cx(styles.text, isLong && !isWhole && styles.folded)}>
        {linked(content).map(({ text, href }, place) =>
          href ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: a text keeps its order.
            <a key={place} href={href} target="_blank" rel="noopener noreferrer nofollow ugc">
              {text}
            </a>
          ) : (
            text
          ),
        )}
      </p>
      {isLong ? (
        <Button
          look="quiet"
          size="s"
          aria-expanded={isWhole}
          onPress={() => setWhole((whole) => !whole)}
        >
          {isWhole ? say.showLess : say.showAll}
        </Button>
      ) : null}
    </div>
  );
}

function Act({ action, onPress }: { action: Action; onPress: () => void }) {
  const { label, href, path, host } = action;
  if (path !== null)
    return (
      <Link className={styles.action} href={path} onClick={onPress}>
        <bdi className={styles.label}>{label ?? say.open}</bdi>
      </Link>
    );
  return (
    <a
      className={styles.action}
      href={href}
      target="_blank"
      rel="noopener noreferrer nofollow ugc"
      onClick={onPress}
    >
      {/* What a button says are its sender's words: where it leads stands beside them. */}
      <span className={styles.leads}>
        <bdi className={styles.label}>{label ?? say.open}</bdi>
        {host ? <bdi className={styles.host}>{host}</bdi> : null}
      </span>
      <ExternalLink aria-hidden className={styles.out} />
    </a>
  );
}

function Task({ task, onTask }: { task: string; onTask: CardProps['onTask'] }) {
  const inside = (
    <>
      {say.task} <bdi className={styles.id}>{task}</bdi>
    </>
  );
  if (!onTask) return <span className={styles.task}>{inside}</span>;
  return (
    <Press className={cx(styles.task, styles.narrows)} onPress={() => onTask(task)}>
      {inside}
      <span className="unseen">{say.onlyThis}</span>
    </Press>
  );
}

function Details({ fields }: { fields: readonly Field[] }) {
  return (
    <details className={styles.details}>
      <summary>{say.details}</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what is long scrolls, also by keyboard. */}
      <section className={styles.fields} aria-label={say.details} tabIndex={0}>
        <table>
          <tbody>
            {fields.map(({ name, value }) => (
              <tr key={name}>
                <th scope="row">
                  <bdi>{name}</bdi>
                </th>
                <td>
                  <bdi>{value}</bdi>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  );
}
